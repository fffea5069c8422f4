// Watches a race on a Lapbell hub: prints its messages, one a line, each once, for as long as it runs.
//
//     node viewer.mjs ws://HOST:PORT/v1/races/RACE/feed

import { crc32 } from "node:zlib"; // since Node 20.15
import WebSocket from "ws";

const FINAL = [4000, 4001, 4003, 4010];
const SILENCE_MS = 15_000;

let position = null; // epoch, seq and chain, after the last message that was printed
let attempt = 0;

function hear(socket, text) {
  const frame = JSON.parse(text);
  switch (frame.type) {
    case "hello":
      if (frame.version !== 1) fail(`the hub speaks version ${frame.version}`);
      if (frame.mode === "start") position = { epoch: frame.epoch, seq: 0, chain: 0 };
      console.error(`${frame.mode} after ${position.seq} of ${frame.head}`);
      socket.send(JSON.stringify({ type: "ping", asked_ms: Math.floor(performance.now()) }));
      break;
    case "messages":
      return apply(socket, frame, text);
    case "pong": {
      const { asked_ms, heard_ms, said_ms } = frame;
      const offset = (heard_ms - asked_ms + (said_ms - performance.now())) / 2;
      console.error(`at the hub it is ${new Date(performance.now() + offset).toISOString()}`);
      break;
    }
    case "bye":
      console.error(frame.reason);
      return frame.retry_ms ?? 0;
  }
}

function apply(socket, { prev, seq, chain }, text) {
  if (prev > position.seq) return socket.terminate(); // something is missing: ask again from here
  const lines = text.split("\n").slice(1, -1); // not JSON.parse and back: these are the log's own bytes
  const fresh = lines.slice(position.seq - prev).map((line) => line.replace(/,$/, ""));
  if (seq < position.seq || (seq === position.seq && lines.length)) return;
  const counted = fresh.reduce((sum, line) => crc32(line, sum), position.chain);
  if (counted !== chain) fail(`the messages up to ${seq} are not those of the hub`);
  for (const line of fresh) console.log(line);
  position = { ...position, seq, chain };
}

function connect() {
  const query = position ? `?${new URLSearchParams(position)}` : "";
  const socket = new WebSocket(process.argv[2] + query, "lapbell.v1");
  let openedAt = Infinity;
  let waitMs = 0;
  let silence;
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => socket.terminate(), SILENCE_MS);
  };
  listen();
  socket.on("open", () => (openedAt = Date.now()));
  socket.on("ping", listen);
  socket.on("message", (data) => {
    listen();
    waitMs = hear(socket, data.toString()) ?? waitMs;
  });
  socket.on("unexpected-response", (_request, { statusCode, headers }) => {
    const isFinal = statusCode >= 400 && statusCode < 500 && ![408, 425, 429].includes(statusCode);
    if (isFinal) fail(`the hub answers with HTTP ${statusCode}`);
    waitMs = 1000 * (Number(headers["retry-after"]) || 0);
    socket.terminate();
  });
  socket.on("error", (error) => console.error(error.message));
  socket.on("close", (code) => {
    clearTimeout(silence);
    if (FINAL.includes(code)) fail(`the hub closed the feed for good: ${code}`);
    attempt = Date.now() - openedAt >= 10_000 ? 0 : attempt;
    setTimeout(connect, waitMs + Math.random() * Math.min(15_000, 500 * 2 ** attempt++));
  });
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

connect();
