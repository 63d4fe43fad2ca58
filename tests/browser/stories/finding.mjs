// Somebody calls, and the office finds his record: by words, by queue, by turning pages, with and without a script.
import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { Chromium } from "../chromium.mjs";
import { wholeDay } from "../day.mjs";
import { PAGES, addressOf } from "../pages.mjs";

const day = await wholeDay();
const { office, jobs } = day;
const browser = await Chromium.open(office);
afterEach(() => browser.nothingWasWrong());
after(() => browser.close().then(() => office.close()));

const rows = (page) => page.locator("a.record").allInnerTexts();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with the page's script" : "without any script";

  test(`a name is searched for, the record is opened, and back is the search again, ${how}`, async () => {
    const page = await browser.page("administrator", { javaScriptEnabled });
    await page.goto("/");
    await page.getByRole("searchbox").fill("王小川");
    await page.getByRole("searchbox").press("Enter");
    await page.waitForURL(/q=/);
    assert.deepEqual(await rows(page), [jobs.refused.number]);
    await page.getByRole("link", { name: jobs.refused.number, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: jobs.refused.number }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "维修单" }).waitFor();
    assert.deepEqual(await rows(page), [jobs.refused.number]);
    assert.equal(await page.getByRole("searchbox").inputValue(), "王小川");
    await page.context().close();
  });

  test(`a queue shows as many records as it says, ${how}`, async () => {
    const page = await browser.page("administrator", { javaScriptEnabled });
    await page.goto("/");
    const queue = page.locator("#q-conflicts");
    const count = Number(await queue.locator(".count").innerText());
    await queue.click();
    await page.locator("#q-conflicts[aria-current]").waitFor();
    assert.equal((await rows(page)).length, count);
    assert.ok((await rows(page)).includes(jobs.conflict.number), "two wrote it apart");
    await page.goBack();
    await page.locator("#q-conflicts:not([aria-current])").waitFor();
    await page.context().close();
  });

  test(`two pages hold every record once, and newer leads back, ${how}`, async () => {
    const page = await browser.page("administrator", { javaScriptEnabled });
    await page.goto("/");
    const all = Number(await page.locator("#q- .count").innerText());
    const first = await rows(page);
    await page.locator("#older").click();
    await page.locator("#newest").waitFor();
    const second = await rows(page);
    assert.equal(new Set([...first, ...second]).size, all);
    assert.equal(first.length + second.length, all);
    await page.locator("#newer").click();
    await page.locator("#older").waitFor();
    assert.deepEqual(await rows(page), first);
    await page.context().close();
  });
}

test("every page says without a script what it says with one", async () => {
  // What is a moment is written in the reader's own time by the script.
  const words = async (page) => {
    const main = page.locator("main");
    const [text, moments] = [await main.innerText(), await main.locator("time").allInnerTexts()];
    return moments.reduce((left, moment) => left.replace(moment, "‹time›"), text).replace(/\s+/g, " ");
  };
  for (const person of new Set(PAGES.map(({ seenBy }) => seenBy))) {
    const full = await browser.page(person);
    // The same session, or the page of sessions would differ.
    const storageState = await full.context().storageState();
    const plain = await browser.page("nobody", { storageState, javaScriptEnabled: false });
    for (const line of PAGES.filter(({ seenBy }) => seenBy === person)) {
      for (const page of [full, plain]) await page.goto(addressOf(line, day));
      assert.equal(await words(plain), await words(full), line.name);
    }
    await full.context().close();
    await plain.context().close();
  }
});

test("the language is chosen without a script, and stays chosen", async () => {
  const page = await browser.page("administrator", { javaScriptEnabled: false });
  await page.goto("/devices");
  await page.getByRole("link", { name: "English" }).click();
  await page.locator("html[lang=en]").waitFor();
  await page.goto("/");
  await page.getByRole("heading", { level: 1, name: "Repair records" }).waitFor();
  await page.context().close();
});
