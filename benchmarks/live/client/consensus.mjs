/** Draft pages of this service: one account, one socket and one client id each. */
import { io } from "socket.io-client";
import { typist } from "./typist.mjs";

/** The least a page can know: an empty state vector. */
const NOTHING = Buffer.from([0]).toString("base64");

export async function openPages(config, heard) {
  const writerOf = new Map(); // client id -> writer
  let refused = 0;
  let lost = 0;
  const list = [];
  for (let one = 0; one < config.clients; one += 1) {
    const person = config.people[one];
    const socket = io(config.url, {
      transports: ["websocket"], forceNew: true, reconnection: false,
      perMessageDeflate: false,
      extraHeaders: { Cookie: `sid=${person.cookie}`, Origin: config.url },
      auth: { token: person.token },
    });
    await new Promise((done, fail) => {
      socket.on("connect", done);
      socket.on("connect_error", fail);
    });
    socket.on("disconnect", () => {
      lost += 1;
    });
    let seen = 0; // the place in the log that this page has reached
    socket.on("draft:updates", (sent) => {
      seen = sent.seq;
      for (const [client, number] of sent.from) {
        const writer = writerOf.get(client);
        if (writer !== undefined) heard(one, writer, number);
      }
    });
    const joined = await socket.emitWithAck("draft:join", {
      document: config.document, schema: config.schema, vector: NOTHING, client: 0,
    });
    if (joined.can !== "write") throw new Error(JSON.stringify(joined).slice(0, 300));
    if (one >= config.writers) {
      list.push({});
      continue;
    }
    writerOf.set(joined.client, one);
    const state = Buffer.from(joined.missed, "base64");
    const hands = typist(state, config.blocks[one % config.blocks.length], joined.client);
    let number = 0;
    list.push({
      type() {
        const update = Buffer.from(hands.press()).toString("base64");
        number += 1;
        const { client, seq: seen } = joined;
        const sent = { document: config.document, client, number, seen, update };
        socket.emit("draft:update", sent, (answer) => {
          if (answer.refused) refused += 1;
        });
      },
    });
  }
  return { list, refused: () => refused, lost: () => lost };
}
