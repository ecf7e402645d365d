// Finance's side of Rma.Platform: reads credit notes, charge notes and control totals, checks who signed them, keeps each once, and proves
// each business date against its control total.
//
//   node finance.mjs                    reads until it is stopped
//   node finance.mjs --idle 5           ends once nothing came for five seconds
//   node finance.mjs --report           what the book holds, by business date
//   node finance.mjs --reread <date>    reads the notes of a business date again over HTTP: what is missing comes into the book
//   node finance.mjs --vector <file>    checks this program with shared/docs/contracts/control-total.json
//
// A note is acknowledged after it stands in the book on the disk, so a crash loses none and brings at most a repeat, which the book knows
// by its message id and by what it is about. Exit code 0: well. 1: a control total differs, or a message was not signed by credit. 2: not
// set up.
import { createHash, createPublicKey, verify } from "node:crypto";
import { appendFileSync, closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const QUEUES = ["finance.credit-notes", "finance.charge-notes", "finance.control-totals"];
const KINDS = { "credit-note": "credit", "charge-note": "charge", "control-total": "total" };

// --- Amounts -----------------------------------------------------------------------------------------------------------------------------
// JSON.parse turns 180.00 into the binary number 180: the cents' zeros are gone, and 0.1 + 0.2 is not 0.3. So every number outside of a
// text is put into quotes before the JSON is parsed: an amount is then its own digits, exactly as they were sent.

/** JSON with every number as a text of its own digits. */
export const parseExactly = json =>
  JSON.parse(json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, token => token[0] === '"' ? token : `"${token}"`));

const PLACES = 4;

/** An amount in ten-thousandths, as a BigInt: sums are exact. */
export function toUnits(amount) {
  const [, sign, whole, part = ""] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(amount) ?? fail(`'${amount}' is no amount`);
  return BigInt(sign + whole + part.padEnd(PLACES, "0"));
}

/** Written out again, with at least the places given. */
export function fromUnits(units, places = 2) {
  const digits = (units < 0n ? -units : units).toString().padStart(PLACES + 1, "0");
  const part = digits.slice(-PLACES).replace(/0+$/, "").padEnd(places, "0");
  return (units < 0n ? "-" : "") + digits.slice(0, -PLACES) + (part ? `.${part}` : "");
}

// --- Control totals ----------------------------------------------------------------------------------------------------------------------

/** Sums by currency and both hashes over notes of one kind: a line a note, ordered by id, each with a line feed. */
export function totalOf(notes) {
  const ordered = notes.map(note => ({ ...note, id: note.creditId ?? note.chargeId })).sort((a, b) => a.id < b.id ? -1 : 1);
  const hash = lineOf => createHash("sha256").update(ordered.map(note => lineOf(note) + "\n").join("")).digest("hex");
  const sums = {};
  for (const { currency, amount } of ordered) {
    sums[currency] ??= { currency, count: 0, units: 0n };
    sums[currency].count++;
    sums[currency].units += toUnits(amount);
  }

  return {
    sums: Object.values(sums).sort((a, b) => a.currency < b.currency ? -1 : 1),
    hash: hash(note => `${note.id}:${note.amount}:${note.currency}`),
    payeeHash: hash(note => `${note.id}:${note.accountId}:${note.amount}:${note.currency}`),
  };
}

/** What a control total says that the notes do not; none: they agree. */
export function differences(total, credits, charges) {
  const found = [];
  compare("credits", totalOf(credits), total.totals, total.hash, total.payeeHash);
  compare("charges", totalOf(charges), total.chargeTotals, total.chargeHash, total.chargePayeeHash);
  return found;

  function compare(what, own, sums, hash, payeeHash) {
    const one = ({ currency, count, units, amount }) => `${count} for ${fromUnits(units ?? toUnits(amount))} ${currency}`;
    const shown = list => list.map(one).join(", ") || "none";
    if (shown(own.sums) !== shown(sums)) found.push(`${what}: the total says ${shown(sums)}, the book has ${shown(own.sums)}`);
    else if (own.hash !== hash) found.push(`${what}: same sums, but other notes (hash)`);
    else if (payeeHash != null && own.payeeHash !== payeeHash) found.push(`${what}: same notes, but other accounts (payee hash)`);
  }
}

// --- Signatures --------------------------------------------------------------------------------------------------------------------------

/** Whether credit signed exactly this message for exactly this address (shared/docs/access.md). */
export function isOfCredit({ fields, properties, content }, keys) {
  const header = String(properties.headers?.["rma-signature"] ?? "");
  const dot = header.lastIndexOf(".");
  const jwk = keys.find(key => key.kid === header.slice(0, dot) && key.sender === "credit");
  if (!jwk) return false;
  const text = ["rma-message-1", "credit", properties.messageId, fields.exchange, fields.routingKey, properties.contentType, "",
    createHash("sha256").update(content).digest("hex")].join("\n");
  return verify("sha256", Buffer.from(text), { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
    Buffer.from(header.slice(dot + 1), "base64"));
}

// --- The book ----------------------------------------------------------------------------------------------------------------------------
// One JSON object a line: what came, as it came. In your house this is a table with the message id as its key.

export class Book {
  #seen = new Set();
  #fd;
  notes = { credit: [], charge: [], total: [] };

  constructor(file) {
    if (file === undefined) return;
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const whole = text.slice(0, text.lastIndexOf("\n") + 1); // what a crash cut off was never acknowledged
    for (const line of whole.split("\n").filter(line => line)) {
      const { messageId, kind, body } = JSON.parse(line);
      this.#remember(messageId, kind, body);
    }

    this.#fd = openSync(file, "a");
    ftruncateSync(this.#fd, Buffer.byteLength(whole));
  }

  /** Keeps a message once; false when it was there. On the disk when this returns. */
  keep(messageId, kind, body) {
    if (this.#seen.has(messageId) || this.#seen.has(subjectOf(kind, parseExactly(body)))) return false;
    if (this.#fd !== undefined) {
      writeSync(this.#fd, JSON.stringify({ messageId, kind, body }) + "\n");
      fsyncSync(this.#fd);
    }

    this.#remember(messageId, kind, body);
    return true;
  }

  /** Of one business date. */
  of(kind, date) { return this.notes[kind].filter(note => note.businessDate === date); }

  /** The dates with a control total, and what differs. */
  proven() {
    return this.notes.total.map(total => ({ date: total.businessDate,
      differs: differences(total, this.of("credit", total.businessDate), this.of("charge", total.businessDate)) }));
  }

  close() { if (this.#fd !== undefined) closeSync(this.#fd); }

  #remember(messageId, kind, body) {
    const said = parseExactly(body);
    this.#seen.add(messageId).add(subjectOf(kind, said));
    this.notes[kind].push(said);
  }
}

/** The same credit, charge or date is the same fact, however it came here. */
function subjectOf(kind, said) {
  return `${kind} ${said.creditId ?? said.chargeId ?? said.businessDate}`;
}

// --- The reader --------------------------------------------------------------------------------------------------------------------------

async function run(idleSeconds) {
  const amqp = (await import("amqplib")).default;
  const readKeys = () => JSON.parse(readFileSync(need("RMA_SENDER_KEYS_FILE"), "utf8")).keys;
  let keys = readKeys();
  const file = process.env.RMA_FINANCE_BOOK ?? "book.jsonl";
  const book = new Book(file);
  const authority = process.env.RMA_TLS_AUTHORITY_FILE;
  const address = {
    protocol: authority ? "amqps" : "amqp", hostname: need("RMA_RABBITMQ_HOST"), port: Number(need("RMA_RABBITMQ_PORT")), heartbeat: 10,
    vhost: process.env.RMA_RABBITMQ_VHOST ?? "rma", username: need("RMA_FINANCE_USER"), password: need("RMA_FINANCE_PASSWORD"),
  };
  let [stopped, unsigned, last] = [false, 0, Date.now()];
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => { stopped = true; });

  while (!stopped) {
    let open = true;
    try {
      const connection = await amqp.connect(address, { timeout: 10_000, ...authority && { ca: [readFileSync(authority)] } });
      connection.on("error", () => {}).on("close", () => { open = false; });
      const channel = await connection.createChannel();
      channel.on("error", () => {}).on("close", () => { open = false; });
      await channel.prefetch(50);
      for (const queue of QUEUES) await channel.consume(queue, message => message === null ? open = false : take(channel, message));
      console.log(`reading ${QUEUES.join(", ")}`);
      last = Date.now();
      while (open && !stopped && (idleSeconds === undefined || Date.now() - last < idleSeconds * 1000)) await pause(100);
      if (open) {
        stopped = true;
        await connection.close();
      }
    } catch (failed) {
      console.error(`… ${failed.message}; once more in 2 s`);
    }

    if (!stopped) await pause(2_000);
  }

  book.close();
  return report(book) && unsigned === 0 ? 0 : 1;

  function take(channel, message) {
    last = Date.now();
    const { properties: { messageId }, fields: { routingKey }, content } = message;
    if (!isOfCredit(message, keys)) keys = readKeys(); // a new key is in the file before anything is signed with it
    if (!isOfCredit(message, keys)) {
      unsigned++;
      appendFileSync(`${file}.refused`, JSON.stringify({ messageId, routingKey, body: content.toString() }) + "\n", { flush: true });
      console.error(`✗ ${messageId} was not signed by credit: put aside, nothing is paid on it`);
    } else {
      const body = content.toString("utf8");
      const isNew = book.keep(messageId, KINDS[routingKey], body);
      if (isNew) console.log(shown(KINDS[routingKey], parseExactly(body)));
    }

    channel.ack(message);
  }
}

/** The notes of a date as finance can read them again (in pages of a thousand, ordered by id), and what credit states of the date now. */
async function reread(date) {
  const ask = async path => {
    const answer = await fetch(need("RMA_CREDIT_URL") + path, { headers: { "X-Api-Key": need("RMA_FINANCE_KEY") } });
    const text = await answer.text();
    return answer.ok ? parseExactly(text) : fail(`${answer.status} ${text}`);
  };
  const book = new Book(process.env.RMA_FINANCE_BOOK ?? "book.jsonl");
  for (const kind of ["credit", "charge"]) {
    for (let page, after = ""; page === undefined || page.length === 1_000;) {
      page = await ask(`/${kind}s?businessDate=${date}${after && `&after=${after}`}`);
      for (const note of page) {
        after = note[`${kind}Id`];
        if (book.keep(`re-read ${kind} ${after}`, kind, JSON.stringify(note))) console.log(shown(kind, note));
      }
    }
  }

  book.close();
  const { charges, ...stated } = await ask(`/control-totals/${date}`);
  const total = { ...stated, chargeTotals: charges.totals, chargeHash: charges.hash, chargePayeeHash: charges.payeeHash };
  const differs = differences(total, book.of("credit", date), book.of("charge", date));
  for (const one of differs) console.log(`✗ ${date} ${one}`);
  if (differs.length === 0) console.log(`✓ ${date} is what credit states now`);
  return report(book) && differs.length === 0 ? 0 : 1;
}

function shown(kind, said) {
  if (kind === "total") return `total   ${said.businessDate}`;
  return `${kind}  ${said.creditId ?? said.chargeId}  ${said.businessDate}  ${said.amount} ${said.currency}  ` +
    `${said.accountId}  ${said.rmaNumber} ${said.serialNumber}`;
}

/** Prints every date; whether all agree. */
function report(book) {
  const proven = book.proven();
  for (const { date, differs } of proven) {
    const counts = `${book.of("credit", date).length} credits, ${book.of("charge", date).length} charges`;
    if (differs.length === 0) console.log(`✓ ${date} agrees: ${counts}`);
    for (const one of differs) console.log(`✗ ${date} ${one}`);
  }

  const open = [...book.notes.credit, ...book.notes.charge].filter(note => !proven.some(({ date }) => date === note.businessDate)).length;
  if (open > 0) console.log(`· ${open} notes of dates that are not over yet`);
  return proven.every(({ differs }) => differs.length === 0);
}

/** Takes every message of the file twice, as a broker may deliver it, and compares with what the file says comes out. */
function checkVector(file) {
  const vector = parseExactly(readFileSync(file, "utf8"));
  const book = new Book();
  for (const repeat of [1, 2]) {
    for (const note of [...vector.creditNotes, ...vector.chargeNotes]) {
      const isNew = book.keep(note.creditId ?? note.chargeId, note.creditId ? "credit" : "charge", JSON.stringify(note));
      if (isNew !== (repeat === 1)) fail("a repeat was kept");
    }
  }

  const { controlTotal } = vector;
  const differs = differences(controlTotal, book.of("credit", controlTotal.businessDate), book.of("charge", controlTotal.businessDate));
  for (const one of differs) console.log(`✗ ${one}`);
  const own = { credits: totalOf(book.notes.credit), charges: totalOf(book.notes.charge) };
  console.log(`hash            ${own.credits.hash}\npayeeHash       ${own.credits.payeeHash}`);
  console.log(`chargeHash      ${own.charges.hash}\nchargePayeeHash ${own.charges.payeeHash}`);
  if (differs.length === 0) console.log("✓ the vector agrees");
  return differs.length === 0 ? 0 : 1;
}

function need(name) {
  return process.env[name] ?? fail(`${name} is not set (README.md says how)`);
}

function fail(reason) {
  throw new Error(reason);
}

if (process.argv[1]?.endsWith("finance.mjs")) {
  const [option, value] = process.argv.slice(2);
  try {
    process.exitCode = option === "--vector" ? checkVector(value)
      : option === "--reread" ? await reread(value)
      : option === "--report" ? report(new Book(process.env.RMA_FINANCE_BOOK ?? "book.jsonl")) ? 0 : 1
      : await run(option === "--idle" ? Number(value) : undefined);
  } catch (failed) {
    console.error(`✗ ${failed.message}`);
    process.exitCode = 2;
  }
}
