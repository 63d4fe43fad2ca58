// The pictures of docs/ui: a sheet for each page with what was seen of it in several looks, as far down as the sheet
// goes, and the table that names them. Written only where DOORSTEP_PICTURES is set.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { PAGES } from "./pages.mjs";

/** Whether this run writes pictures. */
export const ARE_WANTED = Boolean(process.env.DOORSTEP_PICTURES);

const FOLDER = fileURLToPath(new URL("../../docs/ui/", import.meta.url));
const README = `${FOLDER}README.md`;
const [BEGIN, END] = ["<!-- sheets: begin -->\n", "<!-- sheets: end -->"];
/** What stands on a sheet, from left to right: width, colours, language. */
const ON_SHEET = ["1440-light-zh-CN", "1440-dark-en", "768-light-en", "390-light-zh-CN", "390-dark-en"];
const SCALE = 0.5;
const HEIGHT = 1500;
const GAP = 12;
const BYTES_MAX = 200_000;

/** One page as it looks at one width, in one scheme, in one language. */
export function shoot(page) {
  return page.screenshot({ fullPage: true });
}

/** Where the sheet of a page lies. */
export const sheetOf = (name) => `${FOLDER}${name}.png`;

/** Puts what was seen of a page (`look` to picture) onto one sheet, and the sheet into docs/ui. */
export async function writeSheet(name, seen) {
  const parts = [];
  let left = 0;
  for (const look of ON_SHEET) {
    const { width, height } = await sharp(seen[look]).metadata();
    const cut = await sharp(seen[look]).extract({ left: 0, top: 0, width, height: Math.min(height, HEIGHT) }).toBuffer();
    const input = await sharp(cut).resize(Math.round(width * SCALE)).png().toBuffer();
    const size = await sharp(input).metadata();
    parts.push({ input, left, top: 0, height: size.height });
    left += size.width + GAP;
  }
  const height = Math.max(...parts.map((part) => part.height));
  const canvas = { width: left - GAP, height, channels: 3, background: "#8a9199" };
  const drawn = await sharp({ create: canvas })
    .composite(parts.map(({ input, left, top }) => ({ input, left, top })))
    .png()
    .toBuffer();
  writeFileSync(sheetOf(name), await inFewColours(drawn));
}

/** As many colours as fit into a small file. */
async function inFewColours(drawn) {
  let file;
  for (const colours of [64, 32, 16, 8]) {
    file = await sharp(drawn).png({ palette: true, colours, dither: 0, effort: 10 }).toBuffer();
    if (file.length <= BYTES_MAX) break;
  }
  return file;
}

/** The table of sheets in docs/ui/README.md: as it stands, and as the pages say it should. */
export function tables() {
  const text = readFileSync(README, "utf8");
  const [head, rest] = text.split(BEGIN);
  const [stands, tail] = rest.split(END);
  const rows = PAGES.map(({ name, shows }) => `| [${name}](${name}.png) | ${shows} |\n`);
  const due = `| sheet | what it shows |\n|---|---|\n${rows.join("")}`;
  return { stands, due, write: () => writeFileSync(README, `${head}${BEGIN}${due}${END}${tail}`) };
}
