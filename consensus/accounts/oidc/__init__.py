"""
Signing in with an OpenID Connect provider that the operator has configured.

It starts by a link, because the page's policy forbids a form that leads elsewhere, and
ends with a GET that the provider sends the browser to. That GET is the one GET that may
write: it opens a session for a person already known. Everything else a provider says
about a person, roles above all, is ignored; the key is issuer and subject (SEC-15).
"""
