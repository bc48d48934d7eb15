/** Pages on Hocuspocus, by its own framing and that of y-protocols, without a provider. */
import { readFileSync } from "node:fs";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import WebSocket from "ws";
import * as Y from "yjs";
import { typist } from "./typist.mjs";

const SYNC = 0;
const AUTH = 2;
const UPDATE = 2; // of y-protocols/sync

export async function openPages(config, heard) {
  const writerOf = new Map(); // Yjs client id -> writer
  let lost = 0;
  const list = [];
  const state = readFileSync(config.state);
  for (let one = 0; one < config.clients; one += 1) {
    const socket = new WebSocket(config.url.replace("http", "ws"), { perMessageDeflate: false });
    socket.binaryType = "arraybuffer";
    await new Promise((done, fail) => {
      socket.on("open", done);
      socket.on("error", fail);
    });
    socket.on("close", () => {
      lost += 1;
    });
    const admitted = new Promise((done) => {
      socket.on("message", (data) => {
        const from = decoding.createDecoder(new Uint8Array(data));
        decoding.readVarString(from);
        const kind = decoding.readVarUint(from);
        if (kind === AUTH) done();
        if (kind === SYNC && decoding.readVarUint(from) === UPDATE) told(one, from);
      });
    });
    socket.send(framed(config.pad, AUTH, (into) => {
      encoding.writeVarUint(into, 0);
      encoding.writeVarString(into, "token");
    }));
    await admitted;
    list.push(one < config.writers ? writer(one, socket) : {});
  }

  function writer(one, socket) {
    const hands = typist(state, config.blocks[one % config.blocks.length], 1_000 + one);
    writerOf.set(hands.clientId, one);
    return {
      type() {
        const update = hands.press();
        socket.send(framed(config.pad, SYNC, (into) => {
          encoding.writeVarUint(into, UPDATE);
          encoding.writeVarUint8Array(into, update);
        }));
      },
    };
  }

  /**
   * The first letter of a writer has clock 0: the number is the clock after it. Hocuspocus
   * puts what several people typed into one update when it is busy.
   */
  function told(peer, from) {
    const { to } = Y.parseUpdateMeta(decoding.readVarUint8Array(from));
    for (const [client, clock] of to) {
      const writer = writerOf.get(client);
      if (writer !== undefined) heard(peer, writer, clock);
    }
  }

  return { list, refused: () => 0, lost: () => lost };
}

function framed(name, kind, write) {
  const into = encoding.createEncoder();
  encoding.writeVarString(into, name);
  encoding.writeVarUint(into, kind);
  write(into);
  return encoding.toUint8Array(into);
}
