// The office by keyboard alone: what has the focus can be seen, it moves in the order in which one reads, and the way
// from the list to a record and back needs no mouse.
import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { Chromium } from "../chromium.mjs";
import { wholeDay } from "../day.mjs";
import { tab, tabTo } from "../keys.mjs";
import { PAGES, addressOf } from "../pages.mjs";

const day = await wholeDay();
const { office } = day;
const browser = await Chromium.open(office);
afterEach(() => browser.nothingWasWrong());
after(() => browser.close().then(() => office.close()));

for (const width of [1440, 390]) {
  test(`Tab goes through every page in reading order, in sight, at ${width} pixels`, async () => {
    for (const person of new Set(PAGES.map(({ seenBy }) => seenBy))) {
      const page = await browser.page(person, { viewport: { width, height: 900 } });
      for (const line of PAGES.filter(({ seenBy }) => seenBy === person)) {
        await page.goto(addressOf(line, day));
        const reachable = "a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary, [tabindex='0']";
        // Of several that exclude each other one is reached; arrows lead to the others.
        const choices = await page.locator("input[type=radio]").filter({ visible: true }).evaluateAll((all) => new Set(all.map(({ name }) => name)).size);
        const due = choices + (await page.locator(reachable).filter({ visible: true }).count());
        let passed = 0;
        for (let here = await tab(page); here; here = await tab(page)) {
          assert.deepEqual(here.said, [], `${line.name}: ${here.name}`);
          if (!here.again) passed += 1;
        }
        assert.equal(passed, due, `${line.name}: everything that can be used is reached`);
      }
      await page.context().close();
    }
  });
}

test("from the list to a record and back without a mouse", async () => {
  const page = await browser.page("administrator");
  await page.goto("/");
  const first = (await page.locator("a.record").first().getAttribute("id")) ?? "";
  await tabTo(page, first);
  const number = await page.locator("a.record").first().innerText();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: number }).waitFor();
  await tabTo(page, "back");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "维修单" }).waitFor();
  await page.context().close();
});

test("the head of the page is skipped, the search box is one key away, and arrows walk through the records", async () => {
  const page = await browser.page("administrator");
  await page.goto("/");
  await tab(page);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "content");
  await tabTo(page, "q");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  await page.keyboard.press("/");
  const focused = () => page.evaluate(() => document.activeElement?.id);
  assert.equal(await focused(), "q");
  const ids = await page.locator("a.record").evaluateAll((all) => all.slice(0, 2).map(({ id }) => id));
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), ids[0]);
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), ids[1]);
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), ids[0]);
  await page.context().close();
});
