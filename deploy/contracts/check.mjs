// Checks AsyncAPI documents: node check.mjs <document…>. First with the published schema (@asyncapi/parser, which has it from
// @asyncapi/specs), then with Spectral's rules for AsyncAPI. Whatever is said is a fault, however mild. Exit code 0: nothing was said.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Parser } from "@asyncapi/parser";

const files = process.argv.slice(2);
if (files.length === 0) throw new Error("Name the documents.");
const here = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname);
const accepted = ["asyncapi-latest-version"]; // as in .spectral-asyncapi.yaml

let faults = 0;
for (const file of files) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"), { source: file });
  const said = diagnostics.filter(one => !accepted.includes(one.code));
  for (const one of said) console.log(`${file}: ${one.path.join(".")}: ${one.code}: ${one.message}`);
  faults += said.length + (document ? 0 : 1);
  if (document) console.log(`${file}: AsyncAPI ${document.version()}, ${document.messages().length} messages`);
}

const spectral = join(dirname(createRequire(import.meta.url).resolve("@stoplight/spectral-cli/package.json")), "dist", "index.js");
try {
  process.stdout.write(execFileSync(process.execPath,
    [spectral, "lint", "--ruleset", join(here, ".spectral-asyncapi.yaml"), "--fail-severity=hint", ...files], { encoding: "utf8" }));
} catch (failed) {
  process.stdout.write(failed.stdout ?? String(failed));
  faults++;
}

process.exitCode = faults === 0 ? 0 : 1;
