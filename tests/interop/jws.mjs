// Checks sealed statements with another implementation than the one that made them: Node's WebCrypto and
// OpenSSL. No packages needed.
//
//   node tests/interop/jws.mjs [--trust organisation.pem] FILE...
//
// Each FILE holds one JWS, compact or flattened JSON. Its signature must fit the key of the certificate in
// its x5c header, must fit nothing else (a bit is flipped in the header, the payload and the signature),
// and with --trust the organisation must have issued the certificate. Prints a line per file; exits 0 only
// if there was at least one and all were good.

import { X509Certificate, verify, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

/** Splits either serialisation into its three base64url parts. */
function partsOf(text) {
  if (!text.startsWith("{")) {
    const parts = text.split(".");
    if (parts.length !== 3) throw new Error("not a compact JWS");
    return parts;
  }
  const { protected: header, payload, signature } = JSON.parse(text);
  return [header, payload, signature];
}

function decode(part) {
  const bytes = Buffer.from(part, "base64url");
  if (bytes.toString("base64url") !== part) throw new Error("not strict base64url");
  return bytes;
}

/** Whether both libraries accept the signature; that they disagree is a failure of its own. */
async function fits(key, header, payload, signature) {
  const message = Buffer.from(`${header.toString("base64url")}.${payload.toString("base64url")}`);
  const openssl = verify("sha256", message, { key, dsaEncoding: "ieee-p1363" }, signature);
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const imported = await webcrypto.subtle.importKey(
    "spki", key.export({ type: "spki", format: "der" }), algorithm, false, ["verify"]);
  const subtle = await webcrypto.subtle.verify({ ...algorithm, hash: "SHA-256" }, imported, signature, message);
  if (openssl !== subtle) throw new Error("crypto.verify and crypto.subtle disagree");
  return openssl;
}

/** Copies of the bytes with one bit flipped: at the start, in the middle and at the end. */
function* flipped(bytes) {
  for (const at of new Set([0, bytes.length >> 1, bytes.length - 1])) {
    const copy = Buffer.from(bytes);
    copy[at] ^= 1;
    yield copy;
  }
}

async function check(file, organisation) {
  const [header, payload, signature] = partsOf(readFileSync(file, "utf8").trim()).map(decode);
  const { alg, typ, x5c } = JSON.parse(header);
  if (alg !== "ES256" || typ !== "doorstep-statement+json" || x5c.length !== 1) throw new Error("unexpected header");
  const certificate = new X509Certificate(Buffer.from(x5c[0], "base64"));
  const key = certificate.publicKey;

  if (!(await fits(key, header, payload, signature))) throw new Error("the signature does not fit");
  for (const bad of flipped(header)) {
    if (await fits(key, bad, payload, signature)) throw new Error("a changed header was accepted");
  }
  for (const bad of flipped(payload)) {
    if (await fits(key, header, bad, signature)) throw new Error("a changed payload was accepted");
  }
  for (const bad of flipped(signature)) {
    if (await fits(key, header, payload, bad)) throw new Error("a changed signature was accepted");
  }
  if (organisation && !(certificate.checkIssued(organisation) && certificate.verify(organisation.publicKey))) {
    throw new Error("the certificate was not issued by the trusted organisation");
  }
  return JSON.parse(payload).purpose ?? "none given";
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { trust: { type: "string" } } });
const organisation = values.trust && new X509Certificate(readFileSync(values.trust));
let passed = 0;
let failed = 0;
for (const file of positionals) {
  try {
    console.log(`${file}: good, purpose ${await check(file, organisation)}`);
    passed += 1;
  } catch (error) {
    console.log(`${file}: BAD, ${error.message}`);
    failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
