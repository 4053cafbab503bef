// Measures in the page how long an input event waits for the painted frame that answers it.
// What counts as an answer: a new image on the page, a drawing on a canvas, or any change inside
// `probe.watched` (a selector). Several inputs before one answer are one wait, counted from the first.
(() => {
  const probe = { watched: "", waits: [], paints: 0 };
  let unanswered = null, answered = null, changed = false;

  probe.reset = () => {
    [probe.waits, probe.paints, unanswered, answered, changed] = [[], 0, null, null, false];
  };

  for (const kind of ["pointermove", "keydown"]) {
    addEventListener(kind, (event) => {
      if (kind === "keydown" || event.buttons) unanswered ??= event.timeStamp;
    }, true);
  }

  function answer() {
    changed = true;
    answered ??= unanswered;
    unanswered = null;
  }

  function painted() {
    if (!changed) return;
    probe.paints += 1;
    if (answered !== null) probe.waits.push(performance.now() - answered);
    [answered, changed] = [null, false];
  }

  // A message sent from an animation frame arrives once that frame has been painted.
  const channel = new MessageChannel();
  channel.port1.onmessage = painted;
  requestAnimationFrame(function frame() {
    channel.port2.postMessage(null);
    requestAnimationFrame(frame);
  });

  const images = (node) => (node.nodeName === "IMG" ? [node] : [...(node.querySelectorAll?.("img") ?? [])]);
  new MutationObserver((mutations) => {
    for (const { target, addedNodes } of mutations) {
      if (probe.watched && (target.closest ? target : target.parentElement)?.closest(probe.watched)) answer();
      for (const picture of [...addedNodes].flatMap(images)) picture.decode().then(answer, () => {});
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  const { drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (...rest) {
    if (this.canvas.isConnected) answer();
    return drawImage.apply(this, rest);
  };

  // Resolves with the ms from now until `shown()` is true of a painted page.
  probe.untilShown = (selector) => {
    const start = performance.now();
    return new Promise((done) => {
      (function look() {
        const node = document.querySelector(selector);
        if (!node || node.complete === false || (node.nodeName === "CANVAS" && !probe.paints)) {
          requestAnimationFrame(look);
        } else {
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
        }
      })();
    });
  };

  window.probe = probe;
})();
