// A page by keyboard alone: Tab and what one presses where one is. What has the focus can be seen, and it moves in the
// order in which one reads.
import assert from "node:assert/strict";

/** Presses Tab once; gives what has the focus then, and what is wrong with that; null at the page's end. */
export async function tab(page) {
  await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const here = document.activeElement;
    const before = window.lastInFocus;
    // Behind its last part a page begins anew, or the browser's own buttons have their turn.
    if (!here || here === document.body || (before && here !== before && here === window.firstInFocus)) return null;
    // A date is gone through part by part.
    if (here === before) return { id: here.id, name: "", said: [], again: true };
    window.firstInFocus ??= here;
    window.lastInFocus = here;
    const said = [];
    const { outlineStyle, outlineWidth } = getComputedStyle(here);
    const box = here.getBoundingClientRect();
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) said.push("its focus cannot be seen");
    if (box.width < 1 || box.height < 1) said.push("it has no size");
    if (box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth) said.push("it is out of sight");
    if (before?.isConnected) {
      const comesAfter = before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (!comesAfter) said.push("it comes before what was read last");
    }
    const name = `${here.tagName.toLowerCase()}#${here.id} ${here.textContent.trim().slice(0, 30)}`;
    return { id: here.id, name, said };
  });
}

/** Presses Tab until something has the focus. */
export async function tabTo(page, id) {
  const passed = [];
  for (;;) {
    const here = await tab(page);
    assert.ok(here, `${id} is reached by Tab; passed: ${passed.join(", ")}`);
    assert.deepEqual(here.said, [], here.name);
    if (here.id === id) return;
    passed.push(here.name);
  }
}

/** Types into a field that is reached by Tab; what stood there goes. */
export async function type(page, id, text) {
  await tabTo(page, id);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** Chooses one of a list that is reached by Tab. */
export async function choose(page, id, value) {
  await tabTo(page, id);
  const chosen = () => page.evaluate(() => document.activeElement.value);
  for (let before = null; (await chosen()) !== value; ) {
    const now = await chosen();
    assert.notEqual(now, before, `${id} has ${value} among its choices`);
    before = now;
    await page.keyboard.press("ArrowDown");
  }
}

/** Chooses one of several that exclude each other: Tab reaches the group, arrows go through it. */
export async function answer(page, name, value) {
  const isIn = () => page.evaluate((group) => document.activeElement.name === group, name);
  while (!(await isIn())) assert.ok(await tab(page), `${name} is reached by Tab`);
  const chosen = () => page.evaluate(() => document.activeElement.value);
  const first = await chosen();
  while ((await chosen()) !== value) {
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await chosen(), first, `${name} has ${value} among its choices`);
  }
}

/** Presses the button of what a form is for. */
export async function submit(page) {
  for (;;) {
    const here = await tab(page);
    assert.ok(here, "the form has a button that is reached by Tab");
    if (await page.evaluate(() => document.activeElement.matches("button.primary"))) break;
  }
  await page.keyboard.press("Enter");
}
