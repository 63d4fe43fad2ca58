// The browser, and what watches over every page that it opens: nothing of another host is asked for, the console
// stays quiet, and every page comes with a content security policy that allows nothing unsafe.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const DESK = { viewport: { width: 1440, height: 900 }, locale: "zh-CN", timezoneId: "Asia/Shanghai" };
/** How long a page may take to show something. It is waited for what shows, never this time. */
const PATIENCE_MS = 20_000;

/** Chromium before one office. */
export class Chromium {
  #complaints = [];

  static async open(office) {
    const chromium_ = new Chromium();
    chromium_.office = office;
    chromium_.process = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
    return chromium_;
  }

  /** A browser of its own (cookies, language, size) with one page; `person` is signed in. */
  async page(person, look = {}) {
    const context = await this.process.newContext({ ...DESK, baseURL: this.office.url, ...look });
    context.setDefaultTimeout(PATIENCE_MS);
    await this.#keepInside(context);
    const page = await context.newPage();
    this.#watch(page);
    await signIn(page, person, this.office);
    return page;
  }

  /** Fails if any page did what none may do; afterwards it is forgotten. */
  nothingWasWrong() {
    const said = this.#complaints.splice(0);
    assert.deepEqual(said, []);
  }

  close() {
    return this.process.close();
  }

  async #keepInside(context) {
    const outside = (url) => url.origin !== this.office.url && url.protocol !== "data:" && url.protocol !== "blob:";
    await context.route(outside, (route) => {
      this.#complaints.push(`another host was asked: ${route.request().url()}`);
      return route.abort();
    });
  }

  #watch(page) {
    page.on("pageerror", (error) => this.#complaints.push(`${page.url()}: script: ${error}`));
    page.on("console", (message) => {
      // That a page is one that says 404 is no complaint of the page.
      const isItsStatus = message.location().url === page.url() && /status of 4\d\d/.test(message.text());
      if (message.type() === "error" && !isItsStatus) this.#complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on("response", (response) => {
      if (response.request().resourceType() !== "document" || response.status() === 303) return;
      const policy = response.headers()["content-security-policy"] ?? "";
      if (!policy.includes("default-src 'none'") || policy.includes("unsafe-")) {
        this.#complaints.push(`${response.url()}: content security policy: ${policy || "none"}`);
      }
    });
  }
}

/** Signs a person in on a page: `nobody`, the `administrator`, or somebody of the office by his code. */
export async function signIn(page, person, office) {
  if (person === "nobody") return;
  const link = await office.loginLink(person === "administrator" ? undefined : person);
  const answer = await page.goto(link);
  assert.equal(answer.status(), 200, `the login link lets ${person} in`);
}
