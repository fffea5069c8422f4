// Publishes a race to a Lapbell hub: messages on standard input, one per line, as in a race file.
//
//     LAPBELL_TOKEN=... node publisher.mjs ws://HOST:PORT/v1/races/RACE/publish < race.jsonl

import { createInterface } from "node:readline";
import WebSocket from "ws";

const FINAL = [4000, 4001, 4003, 4010]; // close codes after which trying again is useless
const MOST_MESSAGES = 500;
const MOST_BYTES = 64 * 1024;
const SILENCE_MS = 15_000;

const messages = []; // all of them, as long as the program runs: number n is messages[n - 1]
const numbers = new Map(); // the number of each id in the input
let isRead = false; // whether the input has ended
let attempt = 0;
let known = { epoch: "", number: 0 }; // up to which number a log is known to have the same messages

let socket, ready, last, sent; // per connection
let asked; // the first number of the frame that the hub is comparing; null for none

function take(line) {
  if (!line.trim()) return;
  const { id, heard_ms, crc, ...message } = JSON.parse(line);
  if (message.type === "log") return;
  messages.push(message);
  if (id) numbers.set(id, messages.length);
  advance();
}

function text(message) {
  const named = { ...message };
  for (const field of ["replaces", "of"]) {
    const number = numbers.get(message[field]);
    if (number) named[field] = `${ready.source}:${number}`;
  }
  return JSON.stringify(named);
}

function publish(first, texts) {
  socket.send(`{"type":"publish","first":${first},"messages":[${texts.join(",")}]}`);
}

function advance() {
  if (!ready || asked) return;
  if (messages.length < ready.last && isRead) fail(`the hub has ${ready.last} messages of ${ready.source}`);
  const isNew = sent >= ready.last; // what the hub has is sent again, to be compared
  if (last >= messages.length && isRead && isNew) return finish();
  if (last < sent || sent === messages.length) return; // one frame at a time
  const end = isNew ? messages.length : Math.min(messages.length, ready.last);
  const texts = [];
  let bytes = 100;
  while (texts.length < MOST_MESSAGES && sent + texts.length < end) {
    const next = text(messages[sent + texts.length]);
    bytes += Buffer.byteLength(next) + 1;
    if (bytes > MOST_BYTES && texts.length) break;
    texts.push(next);
  }
  if (!isNew) asked = sent + 1;
  publish(sent + 1, texts);
  sent += texts.length;
}

function receive(frame) {
  switch (frame.type) {
    case "ready":
      if (frame.version !== 1) fail(`the hub speaks version ${frame.version}`);
      ready = frame;
      last = frame.last;
      sent = frame.epoch === known.epoch ? Math.min(known.number, last) : 0;
      asked = null;
      console.log(`${ready.source}: the hub has ${last}`);
      break;
    case "ack":
      last = frame.last;
      if (asked && frame.first === asked) asked = null;
      if (!asked) known = { epoch: ready.epoch, number: Math.min(last, sent) };
      console.log(`${last} of ${messages.length} are at the hub`);
      break;
    case "again":
      sent = frame.first - 1;
      break;
    case "refusal":
      if (frame.kind === "other") fail(`${ready.source}:${frame.number}: ${frame.reason}`);
      console.error(`${ready.source}:${frame.number} was refused: ${frame.reason}`);
      break;
    case "warning":
      console.error(`${ready.source}:${frame.number}: ${frame.reason}`);
      break;
    case "notice":
      console.error(frame.reason);
      break;
    case "bye":
      console.error(frame.reason);
      return frame.retry_ms ?? 0;
  }
  advance();
}

function connect() {
  const headers = { Authorization: `Bearer ${process.env.LAPBELL_TOKEN}` };
  socket = new WebSocket(process.argv[2], "lapbell.v1", { headers });
  let openedAt = Infinity;
  let waitMs = 0;
  let silence;
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => socket.terminate(), SILENCE_MS);
  };
  listen();
  socket.on("open", () => (openedAt = Date.now()));
  socket.on("ping", listen); // ws answers it
  socket.on("message", (data) => {
    listen();
    waitMs = receive(JSON.parse(data)) ?? waitMs;
  });
  socket.on("unexpected-response", (_request, { statusCode, headers }) => {
    const isFinal = statusCode >= 400 && statusCode < 500 && ![408, 425, 429].includes(statusCode);
    if (isFinal) fail(`the hub answers with HTTP ${statusCode}`);
    waitMs = 1000 * (Number(headers["retry-after"]) || 0);
    socket.terminate();
  });
  socket.on("error", (error) => console.error(error.message)); // "close" follows
  socket.on("close", (code) => {
    clearTimeout(silence);
    ready = null;
    if (FINAL.includes(code)) fail(`the hub closed the connection for good: ${code}`);
    attempt = Date.now() - openedAt >= 10_000 ? 0 : attempt;
    setTimeout(connect, waitMs + Math.random() * Math.min(15_000, 500 * 2 ** attempt++));
  });
}

function finish() {
  socket.removeAllListeners("close");
  socket.on("close", () => process.exit(0));
  socket.close(1000);
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

const lines = createInterface({ input: process.stdin });
lines.on("line", take);
lines.on("close", () => {
  isRead = true;
  advance();
});
connect();
