// Publishes shipments to the feed of Rma.Platform: node publish.mjs <file>, one JSON object a line, or - for standard input.
//
// A message counts as said when the broker has confirmed it. Whatever is not confirmed is said again, with the same message id; duplicates
// are harmless. The rules of the feed: shared/docs/feed.md; the shape of the message: shared/docs/contracts/asyncapi/feed.json.
//
// Exit code 0: all confirmed. 1: a line is wrong, nothing was published. 2: the broker refused, or was away for too long.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import amqp from "amqplib";

const EXCHANGE = "Rma.Contracts.Shipping.V1:UnitShipped";
const MEMBERS = ["shipmentId", "revision", "serialNumber", "sku", "accountId", "shippedAt"];
const CONFIRMED_WITHIN = 30_000;
const PATIENCE = Number(process.env.RMA_PATIENCE_SECONDS ?? 300) * 1000;

const settings = {
  host: need("RMA_RABBITMQ_HOST"), port: need("RMA_RABBITMQ_PORT"), vhost: process.env.RMA_RABBITMQ_VHOST ?? "rma",
  user: need("RMA_FEED_USER"), password: need("RMA_FEED_PASSWORD"), authority: process.env.RMA_TLS_AUTHORITY_FILE,
};

const shipments = read(process.argv[2] ?? "-");
const until = Date.now() + PATIENCE;
let waiting = shipments;
for (let attempt = 0; waiting.length > 0; attempt++) {
  try {
    await publish(waiting);
  } catch (failed) {
    if (failed.refused || Date.now() > until) {
      console.error(`✗ ${failed.message}; ${waiting.length} of ${shipments.length} are not published`);
      process.exit(2);
    }

    const seconds = Math.min(30, 2 ** attempt);
    console.error(`… ${failed.message}; ${waiting.length} wait, once more in ${seconds} s`);
    await pause(seconds * 1000);
  }
}

console.log(`✓ ${shipments.length} published and confirmed`);

/** Publishes in order, and leaves in `waiting` what was not confirmed. */
async function publish(messages) {
  const connection = await amqp.connect({
    protocol: settings.authority ? "amqps" : "amqp", hostname: settings.host, port: Number(settings.port), vhost: settings.vhost,
    username: settings.user, password: settings.password, heartbeat: 10,
  }, { timeout: 10_000, ...settings.authority && { ca: [readFileSync(settings.authority)] } });
  let broken;
  connection.on("error", error => { broken = error; });
  try {
    const channel = await connection.createConfirmChannel();
    // The broker closed the channel and not the connection: what was published is not allowed, and saying it again changes nothing.
    channel.on("error", error => { broken = Object.assign(error, { refused: true }); });
    const unrouted = new Set();
    channel.on("return", returned => unrouted.add(returned.properties.messageId));

    // So many may be on their way at a time; what the broker confirmed is never said again.
    for (let at = 0; at < messages.length; at += 500) {
      const some = messages.slice(at, at + 500);
      // A broker that has no memory or disk left keeps the connection and confirms nothing.
      const late = pause(CONFIRMED_WITHIN, [], { ref: false });
      const answers = await Promise.race([Promise.allSettled(some.map(message => confirmed(channel, message))), late]);
      if (answers.length < some.length) throw new Error("the broker confirms nothing");
      waiting = [...some.filter((_, one) => answers[one].status === "rejected"), ...messages.slice(at + 500)];
      if (unrouted.size > 0) throw Object.assign(new Error("no queue takes the message: is the exchange right?"), { refused: true });
      if (answers.some(answer => answer.status === "rejected")) throw broken ?? new Error("the broker did not confirm all");
    }
  } finally {
    await connection.close().catch(() => {});
  }
}

/** One message: persistent, with the proven user, under a name that stays the same however often it is said. */
function confirmed(channel, message) {
  const body = Buffer.from(JSON.stringify(message));
  return new Promise((resolve, reject) => channel.publish(EXCHANGE, "", body, {
    contentType: "application/json", persistent: true, mandatory: true, userId: settings.user, messageId: idOf(message),
  }, error => error ? reject(error) : resolve()));
}

/** The same fact has the same id; a correction, which has a higher revision, has another. */
function idOf({ shipmentId, serialNumber, revision }) {
  const bytes = createHash("sha256").update(JSON.stringify([shipmentId, serialNumber, revision])).digest().subarray(0, 16);
  bytes[6] = bytes[6] & 0x0f | 0x80; // a UUID of version 8: made by its user
  bytes[8] = bytes[8] & 0x3f | 0x80;
  return bytes.toString("hex").replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/** All lines, or none: what is wrong here would be a dead letter there. */
function read(file) {
  const lines = readFileSync(file === "-" ? 0 : file, "utf8").split("\n");
  const faults = [];
  const read = lines.flatMap((line, at) => {
    if (line.trim() === "") return [];
    try {
      return [checked(JSON.parse(line))];
    } catch (wrong) {
      faults.push(`✗ line ${at + 1}: ${wrong.message}`);
      return [];
    }
  });
  if (faults.length === 0) return read;
  console.error(faults.join("\n"));
  process.exit(1);
}

function checked(shipment) {
  const missing = MEMBERS.find(member => shipment[member] === undefined || shipment[member] === null);
  if (missing) throw new Error(`${missing} is missing`);
  const unknown = Object.keys(shipment).find(member => ![...MEMBERS, "withdrawn"].includes(member));
  if (unknown) throw new Error(`${unknown} is no member of a shipment`);
  if (!Number.isInteger(shipment.revision) || shipment.revision < 1) throw new Error("revision counts from 1");
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(shipment.shippedAt))
    throw new Error(`shippedAt is an instant with its offset, such as 2026-03-02T17:30:00Z, not ${shipment.shippedAt}`);
  return shipment;
}

function need(name) {
  if (process.env[name]) return process.env[name];
  console.error(`✗ ${name} is not set (README.md says how)`);
  process.exit(1);
}
