// What a browser can say against a page as it stands: axe's findings, and what breaks a layout.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe says against a page, in words; nothing if nothing is. */
export async function axeAbout(page) {
  if (await page.evaluate(() => !window.axe)) await page.evaluate(AXE);
  return page.evaluate(askAxe, RULES);
}

/** What breaks the layout of a page, in words. */
export function layoutOf(page) {
  return page.evaluate(measure);
}

// Runs in the page.
async function askAxe(rules) {
  const { violations, passes } = await axe.run(document, { runOnly: { type: "tag", values: rules } });
  const said = violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html.slice(0, 160)}`);
  if (!passes.some(({ id }) => id === "color-contrast")) said.push("axe looked at no contrast: nothing was seen");
  return said;
}

// Runs in the page.
function measure() {
  const said = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) said.push(`scrolls sideways: ${scrollWidth} in ${innerWidth}`);
  for (const part of document.querySelectorAll("main *")) {
    const box = part.getBoundingClientRect();
    const words = part.childElementCount ? "" : part.textContent.trim();
    if (words.length > 5 && box.width > 0 && box.width < 24 && box.height > 80) said.push(`one character a line: ${words}`);
  }
  return said;
}
