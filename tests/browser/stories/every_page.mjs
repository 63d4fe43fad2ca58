// What holds for every page of pages.mjs: axe finds nothing in either scheme, either language and at any width, nothing
// scrolls sideways, links lead somewhere, and its picture lies in docs/ui.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, afterEach, test } from "node:test";
import { Chromium } from "../chromium.mjs";
import { wholeDay } from "../day.mjs";
import { PAGES, addressOf } from "../pages.mjs";
import * as pictures from "../pictures.mjs";
import { axeAbout, layoutOf } from "../reading.mjs";

const WIDTHS = [1440, 768, 390];
/** Where axe reads too; between them nothing but the layout differs. */
const READ = [1440, 390];
const SCHEMES = ["light", "dark"];
const LANGUAGES = ["zh-CN", "en"];

const day = await wholeDay();
const browser = await Chromium.open(day.office);
const open = {};
afterEach(() => browser.nothingWasWrong());
after(() => browser.close().then(() => day.office.close()));

/** One page for each person and language, which goes from address to address. */
async function pageOf(person, locale) {
  return (open[`${person} ${locale}`] ??= await browser.page(person, { locale }));
}

for (const line of PAGES) {
  test(`${line.name}: nothing to say against it in any look`, async () => {
    const [said, seen] = [[], {}];
    for (const locale of LANGUAGES) {
      const page = await pageOf(line.seenBy, locale);
      await page.goto(addressOf(line, day));
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          const look = `${width}-${colorScheme}-${locale}`;
          const found = await layoutOf(page);
          if (READ.includes(width)) found.push(...(await axeAbout(page)));
          said.push(...found.map((words) => `${look}: ${words}`));
          if (pictures.ARE_WANTED) seen[look] = await pictures.shoot(page);
        }
      }
    }
    assert.deepEqual(said, []);
    if (pictures.ARE_WANTED) await pictures.writeSheet(line.name, seen);
  });
}

test("every link on every page leads to something", async () => {
  const page = await pageOf("administrator", "zh-CN");
  const links = new Set();
  for (const line of PAGES.filter(({ seenBy }) => seenBy === "administrator")) {
    await page.goto(addressOf(line, day));
    const found = await page.locator("a[href]").evaluateAll((all) => all.map(({ href }) => href.split("#")[0]));
    found.forEach((link) => links.add(link));
  }
  assert.ok(links.size > PAGES.length, "there are links");
  const dead = [];
  for (const link of links) {
    const { pathname } = new URL(link);
    if (pathname === "/records/nothing") continue;
    const answer = await page.request.get(link);
    if (answer.status() !== 200) dead.push(`${link}: ${answer.status()}`);
  }
  assert.deepEqual(dead, []);
});

test("every page that the head of a page leads to stands in the table of pages", async () => {
  const page = await pageOf("administrator", "zh-CN");
  await page.goto("/");
  const ways = await page.locator(".bar nav a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const known = PAGES.map((line) => addressOf(line, day));
  assert.ok(ways.length > 1);
  assert.deepEqual(ways.filter((way) => !known.includes(way)), []);
});

test("docs/ui has a sheet of every page, and its table names them", () => {
  const { stands, due, write } = pictures.tables();
  if (pictures.ARE_WANTED) write();
  else assert.equal(stands, due, "DOORSTEP_PICTURES=1 tests/run browser writes it anew");
  const without = PAGES.filter(({ name }) => !existsSync(pictures.sheetOf(name))).map(({ name }) => name);
  assert.deepEqual(without, []);
});
