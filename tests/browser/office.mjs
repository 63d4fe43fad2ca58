// The office: the real server in a process of its own on a fresh folder, what `doorstep admin` does beside it, and
// devices that work by script (docs/device-script.md). DOORSTEP names the program, as tests/run sets it.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PROGRAM = process.env.DOORSTEP ?? new URL("../../target/release/doorstep", import.meta.url).pathname;

/** Runs the program to its end; gives what it printed. A failure says what it was asked and what it answered. */
function doorstep(words, input = "") {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, words);
    let said = "";
    let complained = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (complained += text));
    child.on("error", reject);
    child.on("close", (code) => {
      const wrong = said.split("\n").filter((line) => line.includes('"error"')).join("\n");
      if (code === 0) resolve(said);
      else reject(new Error(`doorstep ${words.join(" ")}: ${code}\n${wrong}\n${complained}`));
    });
    // What is not read to its end has said why on its way out.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

export class Office {
  /** A new organisation with the sample's catalogue, and its server, which listens. */
  static async open() {
    const office = new Office();
    office.folder = await mkdtemp(join(tmpdir(), "doorstep-browser-"));
    await office.admin("create-organisation", "--name", "样例家电服务 Sample Service");
    const sample = join(office.folder, "sample");
    await office.admin("sample", sample);
    await office.admin("catalogue", "import", sample);
    await office.serve();
    return office;
  }

  /** Starts the server, on its old port if it had one, and waits until it says where it listens. */
  async serve() {
    const listen = this.url ? new URL(this.url).host : "127.0.0.1:0";
    const words = ["serve", "--data", join(this.folder, "server"), "--listen", listen, "--json"];
    this.server = spawn(PROGRAM, words, { stdio: ["ignore", "pipe", "pipe"] });
    // A story that ends in the middle leaves no server behind.
    process.once("exit", () => this.server.kill());
    this.server.stderr.pipe(createWriteStream(join(this.folder, "server.log")));
    const lines = createInterface({ input: this.server.stdout });
    this.url = await new Promise((resolve, reject) => {
      lines.once("line", (line) => resolve(JSON.parse(line).listening));
      this.server.once("close", (code) => reject(new Error(`the server ended with ${code}`)));
    });
  }

  /** One command of `doorstep admin`; gives its answer. */
  async admin(...words) {
    const said = await doorstep(["admin", "--data", join(this.folder, "server"), "--json", ...words]);
    return JSON.parse(said);
  }

  /** A technician. */
  async technician(code, name) {
    await this.admin("person", "add", "--code", code, "--name", name, "--role", "technician");
  }

  /** Takes all calls of the sample; gives the records, the first call's first. */
  async takeCalls() {
    const taken = await this.admin("intake", "import", join(this.folder, "sample", "intakes.csv"));
    return taken.records;
  }

  /** Hands a record to a technician. */
  assign(number, person) {
    return this.admin("assign", number, person);
  }

  /** A device of a person, enrolled with an invitation. */
  async device(person, name) {
    const { link } = await this.admin("device", "invite", "--person", person, "--name", name);
    return this.enrol(link, name);
  }

  /** A new device follows an invitation. */
  async enrol(link, name) {
    const folder = join(this.folder, "devices", name);
    await mkdir(folder, { recursive: true });
    await doorstep(["device", "--data", folder, "--json", "enrol", link, "--name", name]);
    return new Device(folder);
  }

  /** Somebody of the office, who does this there. */
  async clerk(code, name, role) {
    await this.admin("person", "add", "--code", code, "--name", name, "--role", "office", "--office-role", role);
  }

  /** A link that logs one browser in, once: the administrator's, or another person's. */
  async loginLink(person) {
    const whose = person === undefined ? [] : ["--person", person];
    return (await this.admin("login-link", ...whose)).url;
  }

  /** Stops the server as an operator does. */
  async stop() {
    const ended = new Promise((resolve) => this.server.once("close", resolve));
    this.server.kill("SIGTERM");
    await ended;
  }

  /** Stops the server and starts it again. */
  async restart() {
    await this.stop();
    await this.serve();
  }

  /** Stops the server and leaves nothing behind. */
  async close() {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

class Device {
  constructor(folder) {
    this.folder = folder;
  }

  /** Does the lines of a script in one run; gives the answers. Every line must be answered with `ok`. */
  async run(...lines) {
    const script = lines.map((line) => JSON.stringify(line)).join("\n");
    const said = await doorstep(["device", "--data", this.folder, "--json", "run", "-"], script);
    return said.trim().split("\n").map((line) => JSON.parse(line).ok);
  }

  /** Contacts with the office: what was done goes up, what is new comes down. */
  sync() {
    return this.run({ do: "sync" });
  }
}
