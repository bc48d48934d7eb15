// A real, certified OpenID Connect provider on a loopback port, with one client and
// accounts for whoever names themselves on its own development sign-in page.
// Usage: node serve.mjs <port> <redirect_uri>; prints "ready" when it answers.
import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "consensus-here",
      client_secret: "a secret of both, long enough to be one",
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  conformIdTokenClaims: false, // the names come in the ID token, as big providers do it
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `Name of ${id}`, email: `${id}@example.org`, email_verified: true }),
  }),
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
