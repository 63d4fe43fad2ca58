// Opens exported records with automerge's JavaScript library and compares what it reads with what Doorstep reads.
//
//   node tests/interop/automerge.mjs RECORD.automerge...
//
// Beside each RECORD.automerge stands RECORD.json, written by Doorstep:
//
//   { "fields": { key: [every concurrent value] }, "texts": { key: text }, "entries": { id: entry } }
//
// Prints a line per file; exits 0 only if there was at least one and all were equal.

import { getConflicts, isImmutableString, load } from "@automerge/automerge";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));

const inOrder = (values) => values.map((value) => JSON.stringify(value)).sort();

const scalar = (value) => (isImmutableString(value) ? value.toString() : value);

/** An entry is one scalar: the bytes of its JSON. */
const entry = (bytes) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));

function readWithAutomerge(file) {
  const { fields, texts, entries } = load(readFileSync(file));
  return {
    fields: mapValues(fields, (value, key) => inOrder(Object.values(getConflicts(fields, key) ?? [value]).map(scalar))),
    texts: { ...texts },
    entries: mapValues(entries, entry),
  };
}

function readFromDoorstep(file) {
  const record = JSON.parse(readFileSync(file.replace(/\.automerge$/, ".json"), "utf8"));
  return { ...record, fields: mapValues(record.fields, inOrder) };
}

let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
  try {
    const theirs = readWithAutomerge(file);
    const ours = readFromDoorstep(file);
    const differing = ["fields", "texts", "entries"].filter((part) => !isDeepStrictEqual(theirs[part], ours[part]));
    if (differing.length > 0) throw new Error(`differs in ${differing.join(", ")}`);
    if (Object.keys(theirs.entries).length === 0) throw new Error("holds no entry: nothing was compared");
    console.log(`${file}: equal`);
    passed += 1;
  } catch (error) {
    console.log(`${file}: BAD, ${error.message}`);
    failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
