/* Keeps what is typed into a form every few seconds; the page works without it. */
"use strict";
(() => {
  const form = document.getElementById("part-form");
  const status = document.getElementById("saved");
  if (!form || !status) return;
  const EVERY = 4000, RETRY = 5000;
  const tell = form.dataset;
  /* Compared with what the page came with: what was typed while it loaded is not kept yet. */
  let before = written(true), failed = false, leaving = false, sending = false, underWay = null;

  /* What the form says now, field by field, or what it said as it came (`asItCame`). */
  function written(asItCame = false) {
    const typed = {};
    for (const field of form.elements) {
      if (!field.name || ["file", "submit", "hidden"].includes(field.type)) continue;
      if (field.closest(".thread")) continue; // what is said there is not an answer
      const isChosen = asItCame ? field.defaultChecked : field.checked;
      if (field.type === "radio") {
        if (isChosen) typed[field.name] = field.value;
      } else if (field.type === "checkbox") {
        typed[field.name] = isChosen ? "on" : "";
      } else {
        typed[field.name] = asItCame ? valueAsItCame(field) : field.value;
      }
    }
    return JSON.stringify(typed);
  }

  function valueAsItCame(field) {
    if (field.type !== "select-one") return field.defaultValue;
    const options = [...field.options];
    const chosen = options.find((option) => option.defaultSelected) || options[0];
    return chosen ? chosen.value : "";
  }

  function token() {
    const found = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
    return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
  }

  function say(words, isOff) {
    status.textContent = words;
    status.classList.toggle("off", Boolean(isOff));
  }

  function offerDoor() {
    say(tell.ended + " ", true);
    const door = document.createElement("a");
    door.href = tell.door;
    door.target = "_blank";
    door.rel = "noopener";
    door.textContent = tell.enter;
    status.append(door);
  }

  /* Keeps what is typed; whoever waits for it waits for what is on its way as well. */
  function keep() {
    if (!sending) underWay = keepNow();
    return underWay;
  }

  async function keepNow() {
    const now = written();
    if (leaving || (now === before && !failed)) return;
    sending = true;
    try {
      const answer = await fetch(tell.typed, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Accept": "application/json", "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ typed: JSON.parse(now), version: form.elements.version.value }),
      });
      failed = !answer.ok;
      if (answer.ok) {
        const kept = await answer.json();
        before = now;
        say(kept.newer ? tell.newer : tell.saved + kept.saved, kept.newer);
        form.elements.csrfmiddlewaretoken.value = token();
        form.dispatchEvent(new Event("kept"));
      } else if (answer.status === 401 || answer.status === 403) {
        offerDoor();
      } else {
        const wrong = await answer.json().catch(() => ({}));
        say(wrong.problem || tell.offline, true);
      }
    } catch {
      failed = true;
      say(tell.offline, true);
    }
    sending = false;
  }

  function isSaving(control) {
    return control?.type === "submit" && control.form === form;
  }

  /* Whoever goes to a button to save needs no keeping, which could come after the saving. */
  form.addEventListener("focusout", (left) => { if (!isSaving(left.relatedTarget)) keep(); });
  form.addEventListener("submit", (sent) => {
    if (!navigator.onLine) {
      sent.preventDefault();
      say(tell.offline, true);
      return;
    }
    leaving = true;
    form.elements.csrfmiddlewaretoken.value = token();
  });
  /* Another form leaves the page as well: first what is typed beside it is kept; if that cannot
     be, it is said, and the second press goes on. */
  let warned = false;
  document.addEventListener("submit", async (sent) => {
    if (sent.target === form || leaving || written() === before) return;
    sent.preventDefault();
    await keep();
    await keep();
    if (failed && !warned) {
      warned = true;
      return;
    }
    leaving = true;
    setTimeout(() => sent.target.requestSubmit(sent.submitter)); // no form is sent while it is asked
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", keep);
  window.addEventListener("online", keep);
  setInterval(keep, EVERY);
  setInterval(() => { if (failed) keep(); }, RETRY);

  /* Two tabs with the same part are told of each other, for as long as both are open. */
  const elsewhere = document.getElementById("elsewhere");
  if ("BroadcastChannel" in window && elsewhere) {
    const tabs = new BroadcastChannel("typed" + tell.typed);
    tabs.onmessage = (heard) => {
      elsewhere.textContent = heard.data === "gone" ? "" : tell.elsewhere;
      if (heard.data === "open") tabs.postMessage("here");
      if (heard.data === "gone") tabs.postMessage("open"); // others may be open still
    };
    window.addEventListener("pageshow", () => tabs.postMessage("open"));
    window.addEventListener("pagehide", () => tabs.postMessage("gone"));
  }
})();
