// What each of the people at the office does on an ordinary day, and what is none of his business.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, test } from "node:test";
import { Chromium } from "../chromium.mjs";
import { wholeDay } from "../day.mjs";

const { office, phone, jobs } = await wholeDay();
const other = await office.device("t-li", "李工的手机");
for (const [code, name, role] of [
  ["r-lin", "林接待", "reception"],
  ["d-gao", "高调度", "dispatcher"],
  ["s-he", "何主管", "supervisor"],
  ["w-fang", "方库管", "store"],
  ["q-sun", "孙质量", "quality"],
  ["f-qian", "钱财务", "finance"],
  ["m-wang", "王经理", "manager"],
]) {
  await office.clerk(code, name, role);
}
const browser = await Chromium.open(office);
afterEach(() => browser.nothingWasWrong());
after(() => browser.close().then(() => office.close()));

const save = (page) => page.locator("button.primary").first().click();
/** The page that an address leads to is none for this person. */
async function isRefused(page, address) {
  const answer = await page.goto(address);
  assert.equal(answer.status(), 403, address);
}
const numbers = async (device) => (await device.run({ do: "list", limit: 100 }))[0].rows.map(({ number }) => number);

test("reception takes a call, and is told that the customer called before", async () => {
  const page = await browser.page("r-lin");
  await page.goto("/calls/new");
  await page.fill("#f-customer_name", "再来电的人");
  await page.fill("#f-phone", "139-0000-7002");
  await page.selectOption("#f-unit_kind", "refrigerator");
  await page.fill("#f-symptom", "不制冷");
  await save(page);
  await page.waitForURL(/\/records\//);
  const number = await page.getByRole("heading", { level: 1 }).innerText();
  await page.goto("/calls/new");
  await page.fill("#f-customer_name", "再来电的人");
  await page.fill("#f-phone", "13900007002");
  await page.selectOption("#f-unit_kind", "refrigerator");
  await page.getByRole("button", { name: "查询" }).click();
  await page.getByRole("link", { name: number }).first().waitFor();
  assert.equal(await page.inputValue("#f-customer_name"), "再来电的人", "what was typed stays");
  await isRefused(page, "/questions");
  await page.context().close();
});

test("the dispatcher sends somebody else: his device gets the record, the first one's loses it", async () => {
  const page = await browser.page("d-gao");
  const { number, record } = jobs.declined;
  assert.ok((await numbers(phone)).includes(number));
  await page.goto(`/records/${record}`);
  await page.locator("#dispatch").click();
  await page.selectOption("#f-assignee", "t-li");
  await save(page);
  await page.waitForURL(/done=1/);
  await phone.sync();
  await other.sync();
  assert.ok(!(await numbers(phone)).includes(number));
  assert.ok((await numbers(other)).includes(number));
  await isRefused(page, "/people");
  await page.context().close();
});

test("the supervisor settles a conflict and grants an extension, and the device shows both", async () => {
  const page = await browser.page("s-he");
  const { number, record } = jobs.conflict;
  await page.goto(`/records/${record}/conflicts/customer_phone`);
  await page.getByLabel("139-0000-3003").check();
  await page.fill("#f-reason", "电话核实");
  await save(page);
  await page.waitForURL(/done=1/);
  await page.goto("/questions");
  await page.locator("a[id^=question-]").first().click();
  await page.selectOption("#f-answer", "granted");
  await save(page);
  await page.waitForURL(/done=1/);
  await page.goto("/questions");
  assert.equal(await page.locator("a[id^=question-]").count(), 0);
  await phone.sync();
  const [settled] = await phone.run({ do: "show", record: number });
  assert.deepEqual(settled.conflicts, []);
  assert.match(JSON.stringify(settled), /139-0000-3003/);
  const [asked] = await phone.run({ do: "show", record: jobs.fresh.number });
  assert.equal(asked.approvals[0].answer.code, "granted");
  await page.context().close();
});

test("the store keeper reads what was fitted, and neither the customer nor the money", async () => {
  const page = await browser.page("w-fang");
  await page.goto(`/records/${jobs.repaired.record}`);
  const words = await page.locator("main").innerText();
  assert.match(words, /AC-107/);
  assert.doesNotMatch(words, /139-0000-|石平/);
  await page.goto("/");
  assert.doesNotMatch(await page.locator("main").innerText(), /石平/);
  await isRefused(page, "/complaints");
  await page.context().close();
});

test("quality calls back; the customer says that the signature is not his: the evidence opens, and a complaint", async () => {
  const page = await browser.page("q-sun");
  await page.goto("/call-backs");
  await page.locator("tr", { hasText: jobs.changed.number }).locator("a[id^=call-]").click();
  assert.match(await page.locator("main").innerText(), /139-0000-/, "who calls sees whom he calls");
  await page.locator("input[name=satisfied][value=no]").check();
  await page.locator("input[name=signature_own][value=no]").check();
  await save(page);
  await page.waitForURL(/#signatures$/);
  const supervisor = await browser.page("s-he");
  await supervisor.goto("/complaints");
  await supervisor.locator("tr", { hasText: jobs.changed.number }).first().waitFor();
  await page.context().close();
  await supervisor.context().close();
});

test("quality takes units by batch in, after a look at what the file says", async () => {
  const page = await browser.page("q-sun");
  await page.goto("/quality");
  await page.fill("textarea", "model,batch,serial_first,serial_last,units\nYL-BCD326F,2509,YLRF2509003000,YLRF2509007999,no");
  await save(page);
  await page.getByText("units").first().waitFor();
  await page.fill("textarea", "model,batch,serial_first,serial_last,units\nYL-BCD326F,2509,YLRF2509003000,YLRF2509007999,5000");
  await save(page);
  await page.getByText("5000").first().waitFor();
  await page.context().close();
});

test("finance takes the records behind a rate as a file: as many lines as the page counts", async () => {
  const page = await browser.page("f-qian");
  await page.goto("/rates/solved/records");
  const rows = await page.locator("a.record").count();
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").click()]);
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\n");
  assert.equal(lines.length - 1, rows);
  assert.ok(rows > 0);
  await isRefused(page, `/devices`);
  await page.context().close();
});

test("the manager reads in the audit who took what", async () => {
  const page = await browser.page("m-wang");
  await page.goto("/audit");
  const words = await page.locator("main").innerText();
  assert.match(words, /高调度/);
  assert.match(words, /钱财务/);
  await isRefused(page, "/programs");
  await page.context().close();
});

test("the administrator invites a device by a code that is shown once, and revokes it again", async () => {
  const page = await browser.page("administrator");
  await page.goto("/devices");
  await page.selectOption("#f-invite-person", "t-li");
  await page.fill("#f-invite-name", "李工的平板");
  await page.locator("form[action='/devices/invite'] button.primary").click();
  const link = await page.locator("#link").innerText();
  const tablet = await office.enrol(link, "李工的平板");
  await tablet.sync();
  assert.ok((await numbers(tablet)).length > 0);
  await page.goto("/devices");
  await page.getByRole("link", { name: "李工的平板" }).click();
  await page.locator("form[action$='/revoke'] button").first().click();
  await page.waitForURL(/done=1/);
  const [number] = await numbers(tablet);
  const late = { do: "record.text", record: number, text: "advice", append: "注销之后写下的" };
  const [, contact] = await tablet.run(late, { do: "sync" });
  assert.deepEqual([contact.refused, contact.status.revoked], [1, true], "what it writes now stays outside, and it is told");
  await page.context().close();
});
