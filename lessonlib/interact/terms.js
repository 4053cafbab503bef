// Words linked to marks: a word that is pointed at, has the focus or was pressed lights its marks up; a mark that is
// pointed at lights its words up. Which word means which marks, Python says.

const literal = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// A text in pieces, of which every second one is a linked word; longer spellings go before shorter ones.
function inPieces(text, spellings) {
  if (!spellings.length) return [text];
  const longestFirst = [...spellings].sort((one, other) => other.length - one.length).map(literal);
  return text.split(new RegExp(`(?<![\\p{L}\\d])(${longestFirst.join("|")})(?![\\p{L}\\d])`, "u"));
}

function termsView(root) {
  let terms = new Map(); // by name
  let spelled = new Map(); // by each of their words
  let pointed = "", focused = "", pressed = "", lit = "";

  function build(newTerms) {
    terms = new Map(newTerms.map((term) => [term.name, term]));
    spelled = new Map(newTerms.flatMap((term) => term.words.map((word) => [word, term])));
    for (const name of [pointed, focused, pressed]) if (!terms.has(name)) pointed = focused = pressed = "";
  }

  function link(node, name) {
    if (!terms.has(name)) return;
    node.dataset.term = name;
    node.classList.toggle("lit", name === lit);
  }

  function button(parent, { name, where }, word) {
    const node = html(parent, "button", { type: "button", class: "term", title: where, "aria-pressed": name === pressed }, word);
    link(node, name);
    return node;
  }

  // A whole header may be a term's name, where the word alone would say too much in a sentence.
  const split = (text) => (terms.has(text) ? ["", text, ""] : inPieces(text, [...spelled.keys()]));

  // Nodes stay as long as their words do, and with them the focus. The first of equal words is a stop for Tab.
  function fill(node, text) {
    const pieces = split(text);
    const old = [...node.childNodes];
    if (old.length === pieces.length && pieces.every((piece, i) => i % 2 === 0 || old[i].textContent === piece)) {
      pieces.forEach((piece, i) => i % 2 === 0 && (old[i].nodeValue = piece));
      return;
    }
    node.replaceChildren();
    const met = new Set();
    pieces.forEach((piece, i) => {
      if (i % 2 === 0) return node.append(document.createTextNode(piece));
      const { name } = spelled.get(piece) ?? terms.get(piece);
      if (met.has(name)) button(node, terms.get(name), piece).tabIndex = -1;
      else button(node, terms.get(name), piece);
      met.add(name);
    });
  }

  function light() {
    const next = pointed || focused || pressed;
    if (next === lit) return;
    lit = next;
    root.classList.toggle("lights", Boolean(lit));
    for (const node of root.querySelectorAll("[data-term]")) node.classList.toggle("lit", node.dataset.term === lit);
  }

  const termOf = (node) => node?.closest?.("[data-term]")?.dataset.term ?? "";

  // What takes hold of a mark lies over the marks, so all that is under the pointer is asked.
  root.addEventListener("pointermove", ({ clientX, clientY, buttons }) => {
    if (!terms.size) return;
    const under = buttons ? [] : document.elementsFromPoint(clientX, clientY);
    pointed = under.map(termOf).find(Boolean) ?? "";
    light();
  });
  root.addEventListener("pointerleave", () => {
    pointed = "";
    light();
  });
  root.addEventListener("focusin", ({ target }) => {
    focused = target.matches(":focus-visible") ? termOf(target) : "";
    light();
  });
  root.addEventListener("focusout", () => {
    focused = "";
    light();
  });
  root.addEventListener("click", ({ target }) => {
    if (!target.matches("button.term")) return;
    pressed = pressed === termOf(target) ? "" : termOf(target);
    for (const node of root.querySelectorAll("button.term")) node.setAttribute("aria-pressed", termOf(node) === pressed);
    light();
  });
  return { build, button, fill, link, get: (name) => terms.get(name) };
}
