/**
 * The people of a measurement: so many pages open on one text, some of them typing.
 *
 *   node load.mjs CONFIG.json
 *
 * Prints `begin` and `end` around the seconds that are measured, then the result as one
 * line of JSON. A keystroke's latency is the time from the local change to its arrival
 * in another page's socket handler, by this process's one clock; every pair of keystroke
 * and other page counts. `cover` is the share of the pairs that arrived.
 */
import { readFileSync } from "node:fs";
import { setTimeout as rest } from "node:timers/promises";

const STEP = 0.1; // ms of one bin of the histogram
const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { openPages } = await import(`./${config.kind}.mjs`);

const { clients, writers, perSecond, warm, measure, drain } = config;
const typed = Array.from({ length: writers }, () => []); // [number - 1] -> when
const heardUpTo = new Int32Array(clients * writers);
const bins = new Uint32Array(600_000);
let begin = Infinity;
let end = Infinity;
let arrived = 0;
let typing = true;

/** Page `peer` has now all that `writer` typed up to `number`. */
function heard(peer, writer, number) {
  if (peer === writer) return;
  const now = performance.now();
  const place = peer * writers + writer;
  const times = typed[writer];
  for (let at = heardUpTo[place]; at < Math.min(number, times.length); at += 1) {
    if (times[at] < begin || times[at] > end) continue;
    arrived += 1;
    bins[Math.min(bins.length - 1, Math.floor((now - times[at]) / STEP))] += 1;
  }
  if (number > heardUpTo[place]) heardUpTo[place] = number;
}

/** Type at a steady pace; a keystroke that comes far too late is left out. */
async function type(page, writer) {
  const period = 1000 / perSecond;
  let due = performance.now() + Math.random() * period;
  while (typing) {
    await rest(Math.max(0, due - performance.now()));
    if (!typing) break;
    typed[writer].push(performance.now());
    page.type();
    due = Math.max(due + period, performance.now() - period);
  }
}

function percentile(share) {
  if (arrived === 0) return null;
  let left = Math.ceil(arrived * share);
  for (let bin = 0; bin < bins.length; bin += 1) {
    left -= bins[bin];
    if (left <= 0) return (bin + 1) * STEP;
  }
  return null;
}

function due() {
  const inside = (time) => time >= begin && time <= end;
  return typed.reduce((sum, times) => sum + times.filter(inside).length, 0) * (clients - 1);
}

const pages = await openPages(config, heard);
const hands = Array.from({ length: writers }, (_, one) => type(pages.list[one], one));
await rest(warm * 1000);
const cpu = process.cpuUsage();
begin = performance.now();
console.log("begin");
await rest(measure * 1000);
end = performance.now();
console.log("end");
const used = process.cpuUsage(cpu);
typing = false;
await Promise.all(hands);
const limit = performance.now() + drain * 1000;
while (arrived < due() && performance.now() < limit) await rest(50);
const pairs = due();
console.log(JSON.stringify({
  p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99),
  cover: pairs ? arrived / pairs : 0,
  typed: (pairs / (clients - 1)) / measure,
  client: (used.user + used.system) / 1000 / (end - begin),
  refused: pages.refused(),
  lost: pages.lost(),
}));
process.exit(0);
