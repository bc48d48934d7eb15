/**
 * The one socket of a page. Whoever needs it joins, and parts when done; the line is open
 * while anybody does. The handshake shows the token that the page's forms carry.
 */
import { type Socket, io } from "socket.io-client";

let socket: Socket | undefined;
let users = 0;

/** The page's socket, opened if it is not. */
export function join(): Socket {
  socket ??= io({
    transports: ["websocket"],
    autoConnect: false,
    auth: (give) => give({ token: formToken() }),
    reconnectionDelay: 1_000,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5, // not everybody at once after a restart
  });
  users += 1;
  if (!socket.active) socket.connect();
  return socket;
}

/** Let go of it; the last one closes it. */
export function part(): void {
  users -= 1;
  if (users === 0) socket?.disconnect();
}

function formToken(): string {
  return document.querySelector<HTMLInputElement>("input[name=csrf_token]")?.value ?? "";
}
