// What all widgets share. JupyterLab takes arrow keys for itself, and "d d" deletes the cell: keys stay in the
// widget, but for leaving, saving and running the cell; among slides it keeps no more than what has the focus uses.

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
const TURNS = [...ARROWS, "PageUp", "PageDown", " "]; // what turns a slide
const USED = {
  range: [...ARROWS, "Home", "End"],
  radio: [...ARROWS, " "],
  number: [...ARROWS, " "],
  "select-one": [...ARROWS, " "],
  checkbox: [" "],
  button: [" "],
  submit: [" "],
};

function isKept({ key, ctrlKey, metaKey, shiftKey, altKey, target }, amongSlides) {
  if (["Tab", "Escape"].includes(key)) return false;
  if (key === "s" && (ctrlKey || metaKey)) return false;
  if (key === "Enter" && (shiftKey || ctrlKey || altKey)) return false;
  return !(amongSlides && TURNS.includes(key)) || Boolean(USED[target.type]?.includes(key));
}

function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (isKept(event, Boolean(root.closest("[data-jp-deck-mode='presenting']")))) event.stopPropagation();
    else if (event.key === "Escape") root.closest(".jp-Cell")?.focus({ preventScroll: true });
  });
}

// JupyterLab goes on to the next cell, and so past what this one gives: a widget comes into view once, when it is
// first shown after its cell was run, and so does what later cells of its notebook give; unless somebody has gone
// elsewhere. What is taller than the window shows its beginning.
const SETTLING = 1000; // ms
const seen = new WeakSet();

function comeIntoView(model, root) {
  if (seen.has(model)) return;
  seen.add(model);
  whenLaidOut(root, () => {
    const notebook = root.closest(".jp-Notebook");
    if (!notebook) return;
    show(root);
    if (notebook.dataset.lessonOutputs) return;
    notebook.dataset.lessonOutputs = "shown";
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node.classList?.contains("jp-OutputArea-child")) whenLaidOut(node, () => show(node));
      }
    }).observe(notebook, { childList: true, subtree: true });
  });
}

// Act when the node has a size, and again while it settles.
function whenLaidOut(node, act) {
  let settled;
  const observer = new ResizeObserver(([{ contentRect }]) => {
    if (!contentRect.height) return;
    settled ??= Date.now() + SETTLING;
    if (Date.now() > settled) observer.disconnect();
    else act();
  });
  observer.observe(node);
}

function show(node) {
  const cell = node.closest(".jp-Cell");
  const view = cell?.closest(".jp-WindowedPanel-outer")?.getBoundingClientRect();
  const active = cell?.closest(".jp-Notebook")?.querySelector(".jp-Cell.jp-mod-active"); // far ones are not there
  if (!view || (active && ![cell, cell.nextElementSibling].includes(active))) return;
  const { top, bottom } = cell.getBoundingClientRect();
  if (top >= view.bottom || Math.max(bottom, active?.getBoundingClientRect().bottom ?? 0) <= view.top) return;
  const tall = node.getBoundingClientRect().height > view.height;
  node.scrollIntoView({ block: tall ? "start" : "nearest" });
}
