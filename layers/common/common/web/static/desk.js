// Pages of the desk work without this file: it warns before a session ends and looks again at what is under way.
"use strict";

const idle = document.querySelector("[data-idle]");
if (idle) {
  const said = idle.querySelector("p");
  const { minutes, minute, soon } = idle.dataset;
  let ends;
  const look = () => {
    const left = Math.ceil((ends - Date.now()) / 60_000);
    const words = left > 1 ? minutes.replace("LEFT", left) : left === 1 ? minute : soon;
    idle.hidden = left > 5;
    // What is written anew is read out anew.
    if (!idle.hidden && said.textContent !== words) said.textContent = words;
  };
  const wait = () => {
    ends = Date.now() + Number(idle.dataset.idle) * 1000;
    look();
  };
  idle.querySelector("button").addEventListener("click", async () => {
    // A redirect leads to the login: nobody is there any more.
    const answer = await fetch("/school/blijven", { method: "POST", redirect: "manual" }).catch(() => null);
    if (answer && answer.ok) wait();
    else location.assign("/school/inloggen");
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
