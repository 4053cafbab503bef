// Finds headings by their words. `headings`, from the lines above, has every heading of the course.

const AT_MOST = 12;
const box = document.querySelector("search");
const [input, found, hits] = ["words", "found", "hits"].map((id) => document.getElementById(id));

function matches(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  return headings.filter((heading) => wanted.every((word) => heading.words.toLowerCase().includes(word)));
}

function hit({ words, link, lesson, level }) {
  const item = document.createElement("li");
  const anchor = document.createElement("a");
  anchor.href = link;
  anchor.textContent = words;
  item.append(anchor);
  if (level > 1) item.append(` · ${lesson}`);
  return item;
}

function say(words, all) {
  if (!words.trim()) return "";
  if (all.length > AT_MOST) return `${all.length} headings, the first ${AT_MOST} of them here`;
  return all.length === 1 ? "1 heading" : `${all.length || "No"} headings`;
}

input.addEventListener("input", () => {
  const all = matches(input.value);
  found.textContent = say(input.value, all);
  hits.replaceChildren(...all.slice(0, AT_MOST).map(hit));
});

input.addEventListener("keydown", (event) => {
  if (event.key === "Enter") hits.querySelector("a")?.click();
  if (event.key === "Escape") {
    input.value = "";
    input.dispatchEvent(new Event("input"));
  }
});

hits.addEventListener("click", () => {
  input.value = "";
  input.dispatchEvent(new Event("input"));
});

box.hidden = false;
