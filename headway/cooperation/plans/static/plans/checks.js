/* Tells anew what a part of a plan lacks, each time that what is typed was kept. */
"use strict";
(() => {
  const form = document.getElementById("part-form");
  const panel = document.getElementById("told");
  const status = document.getElementById("told-now");
  if (!form || !panel || !status) return;
  let latest = 0;

  async function tellAnew() {
    const asked = ++latest;
    try {
      const answer = await fetch(panel.dataset.checks, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const words = await answer.text();
      if (asked !== latest) return; // a later one is on its way
      const found = new DOMParser().parseFromString(words, "text/html").getElementById("told");
      if (!found) return;
      panel.replaceChildren(...found.childNodes);
      /* Only what changed is spoken, and only how much there is. */
      if (status.textContent !== found.dataset.now) status.textContent = found.dataset.now;
    } catch { /* the next keeping asks again */ }
  }

  form.addEventListener("kept", tellAnew);
  if ("behind" in panel.dataset) tellAnew(); // the page came with what was typed before
})();
