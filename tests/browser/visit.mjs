// What a technician says to his device at the customer's door, from the call to the report. `job` is
// `{ number, signer, part, labour, test, owed }`, what
// the customer owes in minor units.

/** The signature of the story: a wave, as a hand draws one. */
export function strokes() {
  const points = Array.from({ length: 60 }, (_, place) => ({
    x: 400 + place * 45,
    y: Math.round(750 + 420 * Math.sin(place / 4)),
    t_ms: place * 12,
    pressure: 300 + ((place * 37) % 400),
  }));
  return [points.slice(0, 34), points.slice(36)];
}

const signs = (job) => ({ signer: job.signer, relation: "customer", strokes: strokes() });
const lines = (job) => [
  { code: "VISIT-CITY", quantity: 1 },
  { code: job.labour, quantity: 1 },
  { code: job.part, quantity: 1 },
];
const of = (job, said) => said.map((line) => ({ record: job.number, ...line }));

/** Call, arrival, the four steps, the cause. */
export function diagnose(job) {
  return of(job, [
    { do: "record.call", outcome: "confirmed", note: "二十分钟后到" },
    { do: "visit.arrive", place: "30.66,104.06", badge_shown: true, unit_matches: true, proof_of_purchase_seen: true, opened_by_outsiders: false },
    { do: "diagnosis.step", step: "ask", finding: "用户讲述的现象与报修相同" },
    { do: "diagnosis.step", step: "look", finding: "外观无损，周围通风正常" },
    { do: "diagnosis.step", step: "power_on", finding: "通电复现" },
    { do: "diagnosis.step", step: "measure", finding: "绕组开路", measurements: [{ name: "电源电压", value: "224.6", unit: "V" }] },
    { do: "diagnosis.cause", text: "电机绕组开路" },
  ]);
}

/** Offers the work, and on a second call with more to it. */
export const quote = (job, ...more) => of(job, [{ do: "quote.offer", lines: [...lines(job), ...more] }]);

export const accept = (job) => of(job, [{ do: "quote.accept", ...signs(job) }]);

export const decline = (job) => of(job, [{ do: "quote.decline", reason: "机器旧了，准备换新" }]);

/** The part is changed, the unit tested before the customer, its care explained. */
export function repair(job) {
  return of(job, [
    { do: "part.fit", part: job.part, quantity: 1 },
    { do: "part.remove", part: job.part, quantity: 1 },
    { do: "repair.done", works: true, work: "更换电机，清理内部，复位接线。" },
    { do: "test.record", items: [{ name: job.test, result: "正常", passed: true }], customer_present: true },
    { do: "advice.give", text: "每季度清洁一次，异常先断电。", site_tidied: true },
  ]);
}

const pays = (job) => [
  { do: "payment.take", method: "cash", amount_minor: 6000, receipt: "R-0001" },
  { do: "cash.hand_in", slip: "S-0001", record: undefined, records: [job.number] },
  { do: "payment.take", method: "cash", amount_minor: 2000, receipt: "R-0002" },
  { do: "payment.take", method: "wechat", amount_minor: job.owed - 8000, receipt: "R-0003" },
  { do: "invoice.ask", title: "样例餐饮有限公司", tax_number: "91510100MA6XXXXX1A", email: "finance@example.com" },
];

/** Signed, paid in full where something is to be paid: in cash that is handed in, in cash that is not, and by WeChat; reported. */
export function close(job) {
  return of(job, [
    { do: "sign.off", ...signs(job), opinion: "满意，讲解清楚", score: 5 },
    ...(job.owed ? pays(job) : []),
    { do: "report.send", note: "已修复，旧件随车带回" },
  ]);
}

export function refuse(job) {
  return of(job, [
    { do: "sign.refuse", reason: "要等家人回来看过再说" },
    { do: "report.send", note: "已修复，用户未签字" },
  ]);
}

/** Not to be repaired on the spot: the unit goes along, another stays; a tile broke on the way. */
export function takeAlong(job) {
  return of(job, [
    { do: "repair.cannot", reason: "内部件需返厂检修，现场不具备条件", plan: "取回车间检修，三个工作日内送还" },
    { do: "custody.take", accessories: ["遥控器"], condition: "右侧有一处划痕", promised_on: "2026-11-30", ...signs(job) },
    { do: "loaner.lend", model: "YL-BCD210", serial: "LOAN-0007", condition: "九成新", ...signs(job) },
    { do: "damage.record", thing: "地砖一块", how: "移机时滑落", price_minor: 8000, ...signs(job) },
    { do: "complaint.take", gravity: "ordinary", about: "修了两次仍有异响", wish: "换机" },
    { do: "report.send", note: "已告知用户，约定取机" },
  ]);
}
