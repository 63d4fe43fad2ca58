// Every page of the office, one line each: what its picture is called, who may see it, what it shows, and where it is
// on the day of day.mjs. Each line is read with axe, printed, read without a script, and pictured (docs/ui).

const record = (name) => ({ jobs }) => `/records/${jobs[name].record}`;

export const PAGES = [
  { name: "list", seenBy: "administrator", shows: "all records, the one that changed last first", address: "/" },
  { name: "queue", seenBy: "administrator", shows: "one queue: records with findings", address: "/?queue=findings" },
  { name: "empty", seenBy: "administrator", shows: "a search that finds nothing", address: "/?q=nothing-like-it" },
  { name: "call", seenBy: "administrator", shows: "the form by which a call is taken in", address: "/calls/new" },
  { name: "record", seenBy: "administrator", shows: "one record, its head", address: record("repaired") },
  { name: "fresh", seenBy: "administrator", shows: "a record on which nothing was done yet", address: record("fresh") },
  { name: "revised", seenBy: "administrator", shows: "a record with a quote and its revision", address: record("revised") },
  { name: "declined", seenBy: "administrator", shows: "a record whose quote the customer declined", address: record("declined") },
  { name: "refused", seenBy: "administrator", shows: "a record that the customer would not sign", address: record("refused") },
  { name: "custody", seenBy: "administrator", shows: "a unit taken along, a loaner, a damage, a complaint", address: record("custody") },
  { name: "changed", seenBy: "administrator", shows: "a record that was changed after it was signed", address: record("changed") },
  { name: "conflict", seenBy: "administrator", shows: "a record that two wrote apart", address: record("conflict") },
  { name: "settle", seenBy: "administrator", shows: "a conflict, and which value is to hold", address: ({ jobs }) => `/records/${jobs.conflict.record}/conflicts/customer_phone` },
  { name: "correct", seenBy: "administrator", shows: "a field that was signed, before it is corrected", address: ({ jobs }) => `/records/${jobs.repaired.record}/fields/unit_serial` },
  { name: "dispatch", seenBy: "administrator", shows: "a record before it is handed out", address: ({ jobs }) => `/records/${jobs.fresh.record}/dispatch` },
  { name: "call-off", seenBy: "administrator", shows: "a record before it is called off", address: ({ jobs }) => `/records/${jobs.fresh.record}/cancellation` },
  { name: "english", seenBy: "administrator", shows: "a record of a customer who reads English", address: record("english") },
  { name: "devices", seenBy: "administrator", shows: "devices, one of them revoked", address: "/devices" },
  { name: "quarantine", seenBy: "administrator", shows: "what a revoked device still brought", address: "/quarantine" },
  { name: "rates", seenBy: "administrator", shows: "every rate against its target", address: "/rates" },
  { name: "rate", seenBy: "administrator", shows: "one rate by month, station and technician", address: "/rates/solved" },
  { name: "rate-records", seenBy: "administrator", shows: "the records behind a rate", address: "/rates/solved/records" },
  { name: "questions", seenBy: "administrator", shows: "what technicians asked and nobody has decided", address: "/questions" },
  { name: "call-backs", seenBy: "administrator", shows: "who is to be called, and by when", address: "/call-backs" },
  { name: "complaints", seenBy: "administrator", shows: "the open complaints, and the form for a new one", address: "/complaints" },
  { name: "workshop", seenBy: "administrator", shows: "units in the workshop and loaners with customers", address: "/workshop" },
  { name: "parts", seenBy: "administrator", shows: "what is on the vans", address: "/parts/balance" },
  { name: "requisitions", seenBy: "administrator", shows: "what technicians ask the store for", address: "/parts/requisitions" },
  { name: "returns", seenBy: "administrator", shows: "what technicians gave back and the store has to confirm", address: "/parts/returns" },
  { name: "old-parts", seenBy: "administrator", shows: "old parts that are missing", address: "/parts/old-parts" },
  { name: "stock", seenBy: "administrator", shows: "the store's stock, part by part", address: "/parts/stock" },
  { name: "stock-part", seenBy: "administrator", shows: "a part at the store, with what is done with it", address: "/parts/stock/part?store=&part=RF-109" },
  { name: "claims", seenBy: "administrator", shows: "what is to be claimed from suppliers", address: "/parts/claims" },
  { name: "calendar", seenBy: "administrator", shows: "holidays and the weekends worked for them", address: "/calendar" },
  { name: "quality", seenBy: "administrator", shows: "batch alerts, and failures by model, batch and cause", address: "/quality" },
  { name: "quality-notices", seenBy: "administrator", shows: "what went to quality at once", address: "/quality/notices" },
  { name: "second-repairs", seenBy: "administrator", shows: "second repairs by technician", address: "/quality/second-repairs" },
  { name: "quality-report", seenBy: "administrator", shows: "a month in sum: complaints, notices, failures", address: "/quality/report" },
  { name: "checks", seenBy: "administrator", shows: "spot checks and mystery customers", address: "/quality/checks" },
  { name: "check-form", seenBy: "administrator", shows: "the form of a spot check", address: "/quality/checks/new/spot" },
  { name: "reviews", seenBy: "administrator", shows: "reports that wait for their review", address: "/reviews" },
  { name: "review", seenBy: "administrator", shows: "one report, to be reviewed", address: ({ jobs }) => `/reviews/${jobs.repaired.record}` },
  { name: "people", seenBy: "administrator", shows: "the people, their roles and stations", address: "/people" },
  { name: "audit", seenBy: "administrator", shows: "who saw, changed or took what", address: "/audit" },
  { name: "programs", seenBy: "administrator", shows: "the tokens of other programs", address: "/programs" },
  { name: "account", seenBy: "administrator", shows: "one's own password, one-time code and browsers", address: "/account" },
  { name: "missing", seenBy: "administrator", shows: "an address that leads nowhere", address: "/records/nothing" },
  { name: "login", seenBy: "nobody", shows: "a page that one has to sign in for", address: "/devices" },
  { name: "sign-in", seenBy: "nobody", shows: "signing in with code and password", address: "/sign-in" },
  { name: "used-link", seenBy: "nobody", shows: "a login link that is none any more", address: "/login/0000000000000000000000000" },
];

/** Where a page is on a day. */
export function addressOf(page, day) {
  return typeof page.address === "function" ? page.address(day) : page.address;
}
