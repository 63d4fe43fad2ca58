// A day with one of everything that a page can show. Gives the office and its records by what happened to them.
import { join } from "node:path";
import sharp from "sharp";
import { Office } from "./office.mjs";
import * as visit from "./visit.mjs";

const FRIDGE = { part: "RF-109", labour: "RF-L04", test: "冷藏室温度（空载运行 2 小时）" };
const AIR = { part: "AC-107", labour: "AC-L04", test: "出风温度" };
const WASHER = { part: "WM-111", labour: "WM-L05", test: "排水" };

/** Which call of the sample becomes which record, and whose signature stands on it. */
const CALLS = {
  repaired: { call: 4, signer: "石平", owed: 18200, ...AIR },
  fresh: { call: 2, signer: "于天" },
  revised: { call: 3, signer: "丁文山", ...WASHER },
  conflict: { call: 5, signer: "江月" },
  declined: { call: 16, signer: "褚海潮", ...WASHER },
  refused: { call: 1, signer: "王小川", ...FRIDGE },
  custody: { call: 6, signer: "马大力" },
  changed: { call: 9, signer: "林川", ...WASHER },
  english: { call: 12, signer: "Tom Clark", ...AIR },
  quarantined: { call: 13, signer: "李元" },
};

/** An office with two technicians and seventy calls, some of which are with the first. */
export async function morning() {
  const office = await Office.open();
  await office.technician("t-zhang", "张工 Zhang");
  await office.technician("t-li", "李工 Li");
  const taken = await office.takeCalls();
  const jobs = {};
  for (const [name, { call, ...job }] of Object.entries(CALLS)) {
    jobs[name] = { ...job, number: taken[call - 1].number, record: taken[call - 1].record };
    await office.assign(jobs[name].number, "t-zhang");
  }
  const phone = await office.device("t-zhang", "张工的手机");
  await phone.sync();
  return { office, phone, jobs };
}

/** The morning, and what its devices did until the evening. */
export async function wholeDay() {
  const { office, phone, jobs } = await morning();
  const photo = join(office.folder, "nameplate.png");
  await nameplate(photo);
  await phone.run(
    ...visit.diagnose(jobs.repaired),
    { do: "photo.take", record: jobs.repaired.number, stage: "nameplate", caption: "铭牌", path: photo },
    ...visit.quote(jobs.repaired),
    ...visit.accept(jobs.repaired),
    ...visit.repair(jobs.repaired),
    ...visit.close(jobs.repaired),
    ...visit.diagnose(jobs.revised),
    ...visit.quote(jobs.revised),
    ...visit.accept(jobs.revised),
    ...visit.quote(jobs.revised, { kind: "other", name: "线束整理与防护", unit_price_minor: 3500, quantity: 1 }),
    ...visit.accept(jobs.revised),
    ...visit.diagnose(jobs.declined),
    ...visit.quote(jobs.declined),
    ...visit.decline(jobs.declined),
    ...visit.diagnose(jobs.refused),
    ...visit.quote(jobs.refused),
    ...visit.accept(jobs.refused),
    ...visit.repair(jobs.refused),
    ...visit.refuse(jobs.refused),
    ...visit.diagnose(jobs.custody),
    ...visit.takeAlong(jobs.custody),
    ...visit.diagnose(jobs.changed),
    ...visit.quote(jobs.changed),
    ...visit.accept(jobs.changed),
    ...visit.repair(jobs.changed),
    ...visit.close(jobs.changed),
    { do: "record.field", record: jobs.changed.number, field: "unit_serial", value: "YLWM2510000999" },
    ...visit.diagnose(jobs.english),
    ...visit.quote(jobs.english),
    { do: "approval.ask", record: jobs.fresh.number, matter: "extension", wanted: "改到周末上门", until: "2026-12-31", reason: "配件缺货" },
    { do: "record.field", record: jobs.conflict.number, field: "customer_phone", value: "139-0000-2002" },
  );
  // The office meanwhile has another number for the same customer.
  await office.admin("set", jobs.conflict.number, "customer_phone", "139-0000-3003");
  await phone.run({ do: "sync" }, { do: "files.send" });
  await lose(office, jobs.quarantined);
  return { office, phone, jobs };
}

/** A phone is lost, and what somebody still writes on it stays outside. */
async function lose(office, job) {
  const lost = await office.device("t-zhang", "丢失的手机");
  await lost.sync();
  await lost.run({ do: "record.text", record: job.number, text: "advice", append: "丢失后写下的" });
  const { devices } = await office.admin("device", "list");
  const { device } = devices.find(({ name }) => name === "丢失的手机");
  await office.admin("device", "revoke", device);
  // The contact itself fails, which is what the office wants.
  await lost.sync().catch(() => {});
}

async function nameplate(path) {
  const plate = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400">
    <rect width="640" height="400" fill="#c8ccd0"/><rect x="40" y="40" width="560" height="320" fill="#eef0f2" stroke="#444"/>
    <text x="70" y="120" font-size="44" font-family="sans-serif">YL-KFR35GW</text>
    <text x="70" y="200" font-size="32" font-family="sans-serif">YLAC2406000312</text></svg>`;
  await sharp(Buffer.from(plate)).png().toFile(path);
}
