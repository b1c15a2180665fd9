// Pages of the desk work without this file: it warns before a session ends and looks again at what is under way.
"use strict";

const idle = document.querySelector("[data-idle]");
if (idle) {
  const said = idle.querySelector("p");
  const stay = idle.querySelector("button");
  const { minutes, minute, soon, last, lastMinute, lastSoon } = idle.dataset;
  // Whoever is there stays, but not for ever; the page says until when, if that is soon.
  const after = (seconds) => Date.now() + Number(seconds) * 1000;
  let over = idle.dataset.over ? after(idle.dataset.over) : Infinity;
  let ends;
  let filled = null;
  const look = () => {
    const isLast = over <= ends;
    const left = Math.ceil((Math.min(ends, over) - Date.now()) / 60_000);
    const [many, one, none] = isLast ? [last, lastMinute, lastSoon] : [minutes, minute, soon];
    const words = left > 1 ? many.replace("LEFT", left) : left === 1 ? one : none;
    idle.hidden = left > 5;
    stay.hidden = isLast && left > 0;
    // What is written anew is read out anew.
    if (!idle.hidden && said.textContent !== words) said.textContent = words;
  };
  const wait = () => {
    ends = after(idle.dataset.idle);
    look();
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    // What goes to the bucket is a file, which nobody can keep. A form's buttons may be named as its properties are.
    const action = form && form.getAttribute("method") === "post" ? form.getAttribute("action") : "";
    if (action && new URL(action, location.href).origin === location.origin) filled = form;
  });
  stay.addEventListener("click", async () => {
    const answer = await fetch("/school/blijven", { method: "POST", redirect: "manual" }).catch(() => null);
    // Without a connection nothing is known, and the page stays with all that is on it.
    if (!answer) return;
    if (answer.ok) {
      over = after(await answer.text());
      wait();
      return;
    }
    // Anything else leads to the login: what was filled in goes along, and waits behind it.
    if (filled) HTMLFormElement.prototype.submit.call(filled);
    else location.reload();
  });
  wait();
  setInterval(look, 10_000);
  // A device that slept finds out late.
  document.addEventListener("visibilitychange", look);
}

// A page that shows something under way is loaded again after so many seconds, unless somebody is busy on it.
const underWay = document.querySelector("[data-again]");
if (underWay) {
  setTimeout(() => {
    if (!document.activeElement || document.activeElement === document.body) location.reload();
  }, Number(underWay.dataset.again) * 1000);
}
