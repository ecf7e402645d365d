// Tells what of our messages was not taken: node rejections.mjs [--once], one JSON object a line. What is printed is acknowledged.
// The shape of the message: FeedMessageRejected in shared/docs/contracts/asyncapi/feed.json.
//
// Exit code 0: with --once, the queue is empty. 2: the broker refused or went away; run it again.
import { readFileSync } from "node:fs";
import amqp from "amqplib";

const settings = {
  host: need("RMA_RABBITMQ_HOST"), port: need("RMA_RABBITMQ_PORT"), vhost: process.env.RMA_RABBITMQ_VHOST ?? "rma",
  user: need("RMA_FEED_USER"), password: need("RMA_FEED_PASSWORD"), authority: process.env.RMA_TLS_AUTHORITY_FILE,
};
const queue = `feed-rejections.${settings.user}`;

try {
  const connection = await amqp.connect({
    protocol: settings.authority ? "amqps" : "amqp", hostname: settings.host, port: Number(settings.port), vhost: settings.vhost,
    username: settings.user, password: settings.password, heartbeat: 10,
  }, { timeout: 10_000, ...settings.authority && { ca: [readFileSync(settings.authority)] } });
  const channel = await connection.createChannel();
  for (const what of [connection, channel]) what.on("error", failed);
  if (process.argv.includes("--once")) {
    for (let message; (message = await channel.get(queue));) tell(channel, message);
    await connection.close();
  } else {
    connection.on("close", () => failed(new Error("the broker went away")));
    await channel.prefetch(50);
    await channel.consume(queue, message => message && tell(channel, message));
  }
} catch (error) {
  failed(error);
}

function tell(channel, message) {
  console.log(JSON.stringify(JSON.parse(message.content.toString("utf8"))));
  channel.ack(message);
}

function failed(error) {
  console.error(`✗ ${error.message}`);
  process.exit(2);
}

function need(name) {
  if (process.env[name]) return process.env[name];
  console.error(`✗ ${name} is not set (README.md says how)`);
  process.exit(2);
}
