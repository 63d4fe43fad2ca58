// Looks at every office page in every width, colour scheme and language, and says what a browser can say against it;
// then puts what it saw of each page onto one sheet. See README.md beside it.
//
//   node shots.mjs LOGIN_LINK [OUT]
//
// Exit code 1 if anything was found.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import sharp from "sharp";

const [link, out = "."] = process.argv.slice(2);
if (!link) throw new Error("usage: node shots.mjs LOGIN_LINK [OUT]");
const base = new URL(link).origin;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [1280, 768, 390];
// What stands on a sheet, in this order; as much of each page as fits.
const ON_SHEET = ["1280-light-zh-CN", "1280-dark-en", "768-light-en", "390-light-zh-CN", "390-dark-en"];
const SHEET = { scale: 0.5, height: 1500, gap: 12, bytes: 200_000 };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});

async function login() {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  const answer = await page.goto(link);
  if (answer.status() !== 200) throw new Error(`the login link is not good any more: ${answer.status()}`);
  const first = async (address) => {
    await page.goto(base + address);
    const found = page.locator("a.record").first();
    return (await found.count()) ? found.getAttribute("href") : null;
  };
  await page.goto(base);
  const refused = page.locator("tr", { hasText: "拒绝签字" }).locator("a.record").first();
  const pages = {
    list: "/",
    refused: (await refused.count()) ? await refused.getAttribute("href") : null,
    conflict: await first("/?queue=conflicts"),
    changed: await first("/?queue=signatures"),
    record: await first("/?queue=reported"),
    empty: "/?q=nothing-like-it",
    devices: "/devices",
    quarantine: "/quarantine",
    missing: "/records/nothing",
    "used-link": new URL(link).pathname,
    login: "/devices",
  };
  const state = await context.storageState();
  await context.close();
  return { pages, state };
}

// Runs in the page.
async function complaints(rules) {
  const found = await axe.run(document, { runOnly: { type: "tag", values: rules } });
  const said = found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`);
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) said.push(`scrolls sideways: ${root.scrollWidth} in ${innerWidth}`);
  for (const part of document.querySelectorAll("main *")) {
    const box = part.getBoundingClientRect();
    const words = part.childElementCount ? "" : part.textContent.trim();
    if (words.length > 5 && box.width > 0 && box.width < 24 && box.height > 80) said.push(`one character a line: ${words}`);
  }
  return said;
}

const { pages, state } = await login();
const shots = {};
let faults = 0;
for (const width of WIDTHS) {
  for (const colorScheme of ["light", "dark"]) {
    for (const locale of ["zh-CN", "en"]) {
      const look = { viewport: { width, height: 900 }, colorScheme, locale, timezoneId: "Asia/Shanghai" };
      const inside = await browser.newContext({ ...look, storageState: state });
      const outside = await browser.newContext(look);
      for (const [name, path] of Object.entries(pages)) {
        if (!path) continue;
        const page = await (name === "login" ? outside : inside).newPage();
        const errors = [];
        page.on("pageerror", (error) => errors.push(`script: ${error}`));
        await page.goto(base + path);
        const key = `${width}-${colorScheme}-${locale}`;
        (shots[name] ??= {})[key] = await page.screenshot({ fullPage: true });
        await page.evaluate(axe);
        for (const said of [...errors, ...(await page.evaluate(complaints, RULES))]) {
          faults += 1;
          console.log(`${name} ${key}: ${said}`);
        }
        await page.close();
      }
      await inside.close();
      await outside.close();
    }
  }
}
await browser.close();

async function sheet(name, seen) {
  const parts = [];
  let left = 0;
  for (const key of ON_SHEET) {
    const { width, height } = await sharp(seen[key]).metadata();
    const cut = sharp(seen[key]).extract({ left: 0, top: 0, width, height: Math.min(height, SHEET.height) });
    const small = await sharp(await cut.toBuffer()).resize(Math.round(width * SHEET.scale)).png().toBuffer();
    const size = await sharp(small).metadata();
    parts.push({ input: small, left, top: 0, height: size.height });
    left += size.width + SHEET.gap;
  }
  const height = Math.max(...parts.map((part) => part.height));
  const canvas = { width: left - SHEET.gap, height, channels: 3, background: "#8a9199" };
  const drawn = await sharp({ create: canvas })
    .composite(parts.map(({ input, left, top }) => ({ input, left, top })))
    .png()
    .toBuffer();
  for (const colours of [64, 32, 16, 8]) {
    const file = await sharp(drawn).png({ palette: true, colours, dither: 0, effort: 10 }).toBuffer();
    if (file.length <= SHEET.bytes || colours === 8) {
      return file;
    }
  }
}

mkdirSync(out, { recursive: true });
for (const [name, seen] of Object.entries(shots)) writeFileSync(`${out}/${name}.png`, await sheet(name, seen));
const count = Object.values(shots).reduce((sum, seen) => sum + Object.keys(seen).length, 0);
console.log(`${count} pages looked at, ${faults} faults`);
process.exit(faults || !count ? 1 : 0);
