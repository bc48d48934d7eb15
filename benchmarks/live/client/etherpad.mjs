/**
 * Pads of Etherpad 1.8, by its own protocol: one change in flight for each page, what is
 * typed meanwhile goes with the next. Its own page waits half a second between changes;
 * here a change goes as soon as the last was accepted. All type at the top of the pad.
 */
import { createRequire } from "node:module";

export async function openPages(config, heard) {
  const require = createRequire(`${config.peers}/package.json`);
  const io = require("socket.io-client");
  const writerOf = new Map(); // author -> writer
  const commits = Array.from({ length: config.writers }, () => []);
  let refused = 0;
  let lost = 0;
  const list = [];
  for (let one = 0; one < config.clients; one += 1) list.push(await open(one));

  async function open(one) {
    const socket = io(config.url, {
      transports: ["websocket"], forceNew: true, reconnection: false,
      perMessageDeflate: false,
    });
    const seen = new Map(); // writer -> how many of its changes
    const pad = { rev: 0, length: 0, waiting: 0, flying: 0, typed: 0, author: "" };
    socket.on("disconnect", () => {
      lost += 1;
    });
    const ready = new Promise((done) => {
      socket.on("message", (message) => {
        if (message.type === "CLIENT_VARS") {
          const text = message.data.collab_client_vars;
          pad.rev = text.rev;
          pad.author = message.data.userId;
          pad.length = text.initialAttributedText.text.length;
          if (one < config.writers) writerOf.set(message.data.userId, one);
          done();
        } else if (message.type === "COLLABROOM") {
          take(message.data);
        } else if (message.disconnect || message.accessStatus) {
          refused += 1;
        }
      });
    });
    socket.on("connect", () => {
      socket.json.send({
        component: "pad", type: "CLIENT_READY", padId: config.pad, sessionID: null,
        token: `t.${config.pad}${one}`, protocolVersion: 2,
        userInfo: { colorId: null, name: null },
      });
    });
    await ready;
    return { type };

    function type() {
      pad.waiting += 1;
      pad.typed += 1;
      if (pad.flying === 0) send();
    }

    function send() {
      const count = pad.waiting;
      pad.waiting = 0;
      pad.flying = count;
      commits[one].push(pad.typed);
      const grown = count.toString(36);
      const changeset = `Z:${pad.length.toString(36)}>${grown}*0+${grown}$${"x".repeat(count)}`;
      socket.json.send({
        type: "COLLABROOM", component: "pad",
        data: {
          type: "USER_CHANGES", baseRev: pad.rev, changeset,
          apool: { numToAttrib: { 0: ["author", pad.author] }, nextNum: 1 },
        },
      });
    }

    function take(data) {
      if (data.type === "ACCEPT_COMMIT") {
        pad.rev = data.newRev;
        pad.length += pad.flying;
        pad.flying = 0;
        if (pad.waiting > 0) send();
      } else if (data.type === "NEW_CHANGES") {
        pad.rev = data.newRev;
        const [, , sign, change] = /^Z:([0-9a-z]+)([<>])([0-9a-z]+)/.exec(data.changeset);
        pad.length += (sign === ">" ? 1 : -1) * Number.parseInt(change, 36);
        const writer = writerOf.get(data.author);
        if (writer === undefined) return;
        const place = seen.get(writer) ?? 0;
        seen.set(writer, place + 1);
        heard(one, writer, commits[writer][place]);
      }
    }
  }

  return { list, refused: () => refused, lost: () => lost };
}
