// The page's own code, without a page: where marks lie, what is nearest, which keys are kept, how often words change.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";

const folder = new URL("../../lessonlib/interact/", import.meta.url);
const source = ["shared.js", "terms.js", "player.js"].map((name) => readFileSync(new URL(name, folder), "utf-8")).join("\n");
const { parts } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)).default;
const { cutsOf, fraction, inPieces, isKept, keepKeys, nearest, pixels, throttle } = parts;

const PANEL = { left: 10, top: 20, width: 200, height: 100, xlim: [0, 4], ylim: [1, 100], xlog: false, ylog: true };

test("a fraction of the way from one limit to the other", () => {
  assert.equal(fraction(1, [0, 4], false), 0.25);
  assert.equal(fraction(10, [1, 100], true), 0.5);
  assert.equal(fraction(0, [4, 0], false), 1);
  assert.ok(Number.isNaN(fraction(null, [0, 4], false)), "what Python left out has no place");
});

test("a mark's pixels count from its panel's top left", () => {
  const mark = { x: [0, [1, 3]], y: [[1], [10, null]] };
  assert.deepEqual(pixels(mark, PANEL, 0), { xs: [0], ys: [100] });
  assert.deepEqual(pixels(mark, PANEL, 1), { xs: [50, 150], ys: [50, NaN] });
  assert.deepEqual(pixels({ x: [4], y: [] }, PANEL, 7), { xs: [200], ys: [] }, "one entry holds for every frame");
});

test("the nearest frame; the one in hand wins a tie, NaN loses", () => {
  const at = (places, pointer) => (index) => Math.abs(places[index] - pointer);
  assert.equal(nearest(4, at([0, 1, 2, 3], 2.2), 0), 2);
  assert.equal(nearest(3, at([1, 5, 1], 1), 2), 2);
  assert.equal(nearest(3, at([NaN, 9, 4], 5), 0), 2);
  assert.equal(nearest(2, at([NaN, NaN], 5), 1), 1);
});

test("a stage is cut between panels that stand beside one another, and only there", () => {
  const at = (left, width) => ({ left, width });
  const panels = { right: at(600, 200), top: at(50, 400), all: at(50, 450), bottom: at(60, 400) };
  assert.deepEqual(cutsOf({ width: 900, panels }), [
    { names: ["top", "all", "bottom"], left: 0, width: 525 },
    { names: ["right"], left: 525, width: 375 },
  ]);
  assert.deepEqual(cutsOf({ width: 900, panels: { one: at(50, 800) } }), [{ names: ["one"], left: 0, width: 900 }]);
});

test("a sentence in pieces: linked words stand by themselves, never within other words", () => {
  const words = ["row", "minority rows", "a (b)"];
  assert.deepEqual(inPieces("row 3, of rows", words), ["", "row", " 3, of rows"]);
  assert.deepEqual(inPieces("5 minority rows; a (b).", words), ["5 ", "minority rows", "; ", "a (b)", "."]);
  assert.deepEqual(inPieces("row 3", []), ["row 3"]);
});

test("at once, then at most once in a while, and once more after the last", (t) => {
  let time = 1000;
  t.mock.method(performance, "now", () => time);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const call = mock.fn();
  const calm = throttle(call, 80);
  const pass = (ms) => {
    time += ms;
    t.mock.timers.tick(ms);
  };
  calm();
  assert.equal(call.mock.callCount(), 1);
  for (let i = 0; i < 5; i++) {
    pass(10);
    calm();
  }
  assert.equal(call.mock.callCount(), 1);
  pass(30);
  assert.equal(call.mock.callCount(), 2);
  pass(500);
  assert.equal(call.mock.callCount(), 2, "nothing was asked since");
});

const key = (name, type = "range", more = {}) => ({ key: name, target: { type }, ...more });

test("in a notebook all keys are kept but those that leave, save and run", () => {
  for (const name of ["ArrowDown", "d", "a", "Enter", " ", "PageDown", "Home"]) assert.ok(isKept(key(name), false), name);
  for (const event of [key("Tab"), key("Escape"), key("s", "range", { ctrlKey: true })]) assert.ok(!isKept(event, false));
  for (const held of ["shiftKey", "ctrlKey", "altKey"]) {
    assert.ok(!isKept(key("Enter", "submit", { [held]: true }), false), held);
  }
});

test("among slides a widget keeps what has the focus uses, and never the clicker's keys", () => {
  for (const type of ["range", "radio", "number", "select-one", "checkbox", "submit", undefined]) {
    for (const name of ["PageUp", "PageDown"]) assert.ok(!isKept(key(name, type), true), `${name} in ${type}`);
    assert.ok(isKept(key("d", type), true), "or d d deletes the cell");
  }
  assert.ok(isKept(key("ArrowDown", "range"), true));
  assert.ok(!isKept(key("ArrowDown", "submit"), true));
  assert.ok(!isKept(key(" ", "range"), true));
  for (const type of ["radio", "checkbox", "submit"]) assert.ok(isKept(key(" ", type), true), type);
});

function pressed(name, slides) {
  const cell = { focus: mock.fn() };
  const places = { ".jp-Cell": cell, "[data-jp-deck-mode='presenting']": slides ? {} : null };
  const root = Object.assign(new EventTarget(), { closest: (selector) => places[selector] });
  keepKeys(root);
  const event = Object.assign(new Event("keydown"), { key: name });
  root.dispatchEvent(event);
  return { stopped: event.cancelBubble, focused: cell.focus.mock.callCount() };
}

test("Escape gives the focus back to the notebook; a clicker's key goes on to the deck", () => {
  assert.deepEqual(pressed("Escape", false), { stopped: false, focused: 1 });
  assert.deepEqual(pressed("ArrowDown", false), { stopped: true, focused: 0 });
  assert.deepEqual(pressed("PageDown", true), { stopped: false, focused: 0 });
});
