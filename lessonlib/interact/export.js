// Brings every place of a page to life. A stand-in does what a Jupyter model does for a view, where nobody else
// is listening. `kinds`, from the lines above, holds the widgets' own modules.

function standIn(state) {
  const heard = {};
  return {
    get: (key) => state[key],
    set(key, value) {
      state[key] = value;
      for (const handler of heard[`change:${key}`] ?? []) handler();
    },
    on: (event, handler) => (heard[event] ??= []).push(handler),
    off: (event, handler) => (heard[event] = heard[event]?.filter((other) => other !== handler)),
    save_changes() {},
  };
}

for (const place of document.querySelectorAll(".lesson-widget-place")) {
  const state = JSON.parse(place.querySelector("script").textContent);
  place.replaceChildren();
  kinds[place.dataset.kind].render({ model: standIn(state), el: place });
}
