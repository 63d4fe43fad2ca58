// What devices send appears in the pages that are open: without a reload, in the reader's language, without moving him.
import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { Chromium } from "../chromium.mjs";
import { morning } from "../day.mjs";
import * as visit from "../visit.mjs";

const { office, phone, jobs } = await morning();
const browser = await Chromium.open(office);
afterEach(() => browser.nothingWasWrong());
after(() => browser.close().then(() => office.close()));

/** Opens an address and waits until the page follows what comes; a reload would lose the mark. */
async function follow(page, address) {
  await page.goto(address);
  await page.locator("#live-state:not([hidden])").waitFor();
  await page.evaluate(() => (window.wasNotReloaded = true));
}

const wasReloaded = (page) => page.evaluate(() => window.wasNotReloaded !== true);

test("a technician arrives, and his record appears in the queue that two people have open", async () => {
  const chinese = await browser.page("administrator");
  const english = await browser.page("administrator", { locale: "en" });
  for (const page of [chinese, english]) {
    await follow(page, "/?queue=on_site");
    assert.equal(await page.locator("a.record").count(), 0, "nobody has arrived yet");
  }
  const [call, arrival] = visit.diagnose(jobs.fresh);
  await phone.run(call, arrival, { do: "sync" });
  for (const [page, words] of [[chinese, "已更新|更新"], [english, "Updated"]]) {
    const row = page.locator("tr", { has: page.getByRole("link", { name: jobs.fresh.number, exact: true }) });
    await row.waitFor();
    assert.match(await row.innerText(), /于天/);
    await page.locator("#live-state", { hasText: new RegExp(words) }).waitFor();
    assert.equal(await wasReloaded(page), false);
  }
  await chinese.context().close();
  await english.context().close();
});

test("a record opened on the spot comes to the top of the list", async () => {
  const page = await browser.page("administrator");
  await follow(page, "/");
  const [{ number }] = await phone.run({
    do: "record.open",
    customer: { name: "新来的用户", phone: "139-0000-9001", address: "样例市青禾区新路 1 号" },
    unit: { kind: "refrigerator", model: "YL-BCD326F" },
    symptom: "冷藏室不凉",
  });
  assert.equal(await page.getByText("新来的用户").count(), 0, "it is still on the device alone");
  await phone.sync();
  await page.locator("tbody tr", { hasText: "新来的用户" }).waitFor();
  assert.equal(await page.locator("a.record").first().innerText(), number);
  assert.equal(await wasReloaded(page), false);
  await page.context().close();
});

test("the page of a record changes while it is read, and the reader stays where he was", async () => {
  const page = await browser.page("administrator", { viewport: { width: 1440, height: 500 } });
  await follow(page, `/records/${jobs.conflict.record}`);
  const file = page.locator("#record-file");
  await file.focus();
  const before = await page.evaluate(() => window.scrollY);
  assert.ok(before > 0, "he has read on to the end of the page");
  await phone.run({ do: "diagnosis.cause", record: jobs.conflict.number, text: "止回阀卡住，排烟不畅" }, { do: "sync" });
  await page.getByText("止回阀卡住，排烟不畅").first().waitFor();
  assert.equal(await wasReloaded(page), false);
  assert.ok(await file.evaluate((link) => link === document.activeElement), "what he had in focus still has it");
  assert.equal(await page.evaluate(() => window.scrollY), before, "and nothing jumped");
  await page.context().close();
});

test("the server is started anew, and the open list catches up with what came meanwhile", async () => {
  const page = await browser.page("administrator");
  await follow(page, "/?queue=quoted");
  assert.equal(await page.locator("a.record").count(), 0, "nothing is quoted yet");
  await office.restart();
  const [, arrival] = visit.diagnose(jobs.custody);
  await phone.run(arrival, { do: "diagnosis.cause", record: jobs.custody.number, text: "主板损坏" },
    { do: "quote.offer", record: jobs.custody.number, lines: [{ code: "VISIT-CITY", quantity: 1 }] }, { do: "sync" });
  await page.getByRole("link", { name: jobs.custody.number, exact: true }).waitFor();
  assert.equal(await wasReloaded(page), false);
  await page.context().close();
});

test("who is sent from the board stands in his row of another's board, without a reload", async () => {
  const sends = await browser.page("administrator");
  await sends.goto(`/board/records/${jobs.fresh.record}`);
  const day = await sends.locator("#back").getAttribute("href");
  const watches = await browser.page("administrator", { locale: "en" });
  await follow(watches, day);
  const row = (person) => watches.locator(`#t-${person}`);
  const his = (person) => row(person).getByRole("link", { name: jobs.fresh.number, exact: true });
  assert.deepEqual([await his("t-zhang").count(), await his("t-li").count()], [1, 0]);
  await sends.locator("#send-t-li").click();
  await his("t-li").waitFor();
  assert.equal(await his("t-zhang").count(), 0);
  assert.equal(await wasReloaded(watches), false);
  assert.match(sends.url(), /done=1#r-/, "and who sent him sees it there");
  await sends.context().close();
  await watches.context().close();
});
