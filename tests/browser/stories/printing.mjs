// A page on paper: without what only a screen needs, without what only a screen can do, and with every word.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, test } from "node:test";
import { promisify } from "node:util";
import { Chromium } from "../chromium.mjs";
import { wholeDay } from "../day.mjs";
import { PAGES, addressOf } from "../pages.mjs";

/** A4 between the margins of the sheet, in CSS pixels. */
const PAPER_WIDTH = Math.floor(((210 - 2 * 15) / 25.4) * 96);

const day = await wholeDay();
const browser = await Chromium.open(day.office);
afterEach(() => browser.nothingWasWrong());
after(() => browser.close().then(() => day.office.close()));

/** Every run of words that stands on the paper, in the page's order. Runs in the page. */
function wordsOnPaper() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [];
  while (walker.nextNode()) {
    const { textContent, parentElement } = walker.currentNode;
    if (textContent.trim() && parentElement.checkVisibility() && !parentElement.closest("svg")) words.push(textContent);
  }
  return words;
}

/** What is on paper and has no business there, or reaches past its edge. Runs in the page. */
function misplaced() {
  const said = [];
  // Which queue is printed stays, and what a record asks for (its links lead down the same page).
  const waysOn = "nav a:not([aria-current=true]):not([href^='#'])";
  for (const part of document.querySelectorAll(`${waysOn}, .skip, form, button, input, [role=search], [role=status], a[download]`)) {
    if (part.checkVisibility()) said.push(`printed: ${part.outerHTML.slice(0, 120)}`);
  }
  for (const part of document.querySelectorAll("body *")) {
    const box = part.getBoundingClientRect();
    if (part.checkVisibility() && box.right > innerWidth + 1) said.push(`past the edge: ${part.outerHTML.slice(0, 120)}`);
    const { overflowX, overflowY, clipPath } = getComputedStyle(part);
    const cuts = overflowX !== "visible" || overflowY !== "visible" || clipPath !== "none";
    if (cuts && part.textContent.trim() && part.checkVisibility() && !part.closest("svg")) said.push(`cut: ${part.outerHTML.slice(0, 120)}`);
  }
  return said;
}

/** Without blanks, in one form of each letter: a line may break anywhere, and fonts name letters as they like. */
const bare = (text) => text.normalize("NFKC").replace(/[\s\u200e\u200f\u2066-\u2069]/g, "").toLowerCase();

async function textOf(pdf) {
  const file = join(day.office.folder, "printed.pdf");
  await writeFile(file, pdf);
  const { stdout } = await promisify(execFile)("pdftotext", ["-raw", "-enc", "UTF-8", file, "-"], { maxBuffer: 1 << 24 });
  return bare(stdout);
}

for (const locale of ["zh-CN", "en"]) {
  test(`every page prints whole and without its navigation (${locale})`, async () => {
    for (const person of new Set(PAGES.map(({ seenBy }) => seenBy))) {
      // In the dark, too, paper is white.
      const page = await browser.page(person, { locale, colorScheme: "dark", viewport: { width: PAPER_WIDTH, height: 1000 } });
      for (const line of PAGES.filter(({ seenBy }) => seenBy === person)) {
        await page.goto(addressOf(line, day));
        await page.emulateMedia({ media: "print" });
        assert.deepEqual(await page.evaluate(misplaced), [], line.name);
        const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(ground, "rgb(255, 255, 255)", line.name);
        const words = await page.evaluate(wordsOnPaper);
        const printed = await textOf(await page.pdf({ format: "A4", preferCSSPageSize: true }));
        const lost = words.filter((text) => !printed.includes(bare(text)));
        assert.deepEqual(lost, [], `${line.name}: every word is on the paper`);
        assert.ok(words.length > 1, line.name);
      }
      await page.context().close();
    }
  });
}
