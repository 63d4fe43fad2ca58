// One repair from the telephone to the last word, at the office by keyboard alone: the call is taken, the record handed
// out, the technician works and signs on his device, the customer is called back. Then nothing is open any more.
import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { Chromium } from "../chromium.mjs";
import { Office } from "../office.mjs";
import { answer, choose, submit, tab, tabTo, type } from "../keys.mjs";
import * as visit from "../visit.mjs";

const office = await Office.open();
await office.technician("t-zhang", "张工 Zhang");
await office.clerk("m-wang", "王经理", "manager");
const phone = await office.device("t-zhang", "张工的手机");
const browser = await Chromium.open(office);
afterEach(() => browser.nothingWasWrong());
after(() => browser.close().then(() => office.close()));

/** Follows the link of the page's head that says this. */
async function goTo(page, words) {
  for (;;) {
    const here = await tab(page);
    assert.ok(here, `the head of the page leads to ${words}`);
    if (here.name.endsWith(` ${words}`)) break;
  }
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: words }).waitFor();
  // With its style: without it nobody sees where he is.
  await page.waitForLoadState();
}

test("from the call to the customer's last word without a mouse", async () => {
  const page = await browser.page("m-wang");
  await page.goto("/");
  await goTo(page, "来电登记");
  await type(page, "f-customer_name", "严小雨");
  await type(page, "f-phone", "139-0000-7001");
  await type(page, "f-address", "样例市青禾区松风路 7 号");
  await choose(page, "f-area", "city");
  await choose(page, "f-unit_kind", "washing_machine");
  await type(page, "f-symptom", "不排水");
  await choose(page, "f-priority_hours", "24");
  await submit(page);
  await page.waitForURL(/\/records\//);
  await page.waitForLoadState();
  const number = await page.getByRole("heading", { level: 1 }).innerText();

  await tabTo(page, "dispatch");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "派单" }).waitFor();
  await page.waitForLoadState();
  await choose(page, "f-assignee", "t-zhang");
  await submit(page);
  await page.waitForURL(/done=1/);

  const job = { number, signer: "严小雨", part: "WM-111", labour: "WM-L05", test: "排水", owed: 18200 };
  await phone.sync();
  await phone.run(...visit.diagnose(job), ...visit.quote(job), ...visit.accept(job), ...visit.repair(job));
  await phone.run(...visit.close({ ...job, owed: 0 }));
  await phone.sync();

  await page.goto("/");
  await goTo(page, "回访");
  const call = page.locator("a[id^=call-]").first();
  await call.waitFor();
  await tabTo(page, await call.getAttribute("id"));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: number }).waitFor();
  await page.waitForLoadState();
  await answer(page, "satisfied", "yes");
  await answer(page, "signature_own", "yes");
  await submit(page);
  await page.waitForURL(/call-backs\?done=1/);
  assert.equal(await page.locator("a[id^=call-]").count(), 0, "nobody is to be called any more");
  await page.context().close();
});
