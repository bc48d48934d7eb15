/** One writer's hands on a Yjs text: its own paragraph, one letter at a time. */
import * as Y from "yjs";

/** A function that types a letter and returns the update. */
export function typist(state, block, clientId) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  if (clientId) doc.clientID = clientId;
  const text = doc.getMap("blocks").get(block).get("c").get(0);
  let update;
  doc.on("update", (made) => {
    update = made;
  });
  let length = text.length;
  const press = () => {
    text.insert(length, "x");
    length += 1;
    return update;
  };
  return { press, clientId: doc.clientID, clock: () => Y.getState(doc.store, doc.clientID) };
}
