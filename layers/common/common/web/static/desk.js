// Pages of the desk work without this file: it warns before a session ends and looks again at what is under way.
"use strict";

const idle = document.querySelector("[data-idle]");
if (idle) {
  let timer;
  const wait = () => {
    idle.hidden = true;
    timer = setTimeout(() => { idle.hidden = false; }, Number(idle.dataset.idle) * 1000);
  };
  idle.querySelector("button").addEventListener("click", async () => {
    // A redirect leads to the login: nobody is there any more.
    const answer = await fetch("/school/blijven", { method: "POST", redirect: "manual" }).catch(() => null);
    if (answer && answer.ok) wait();
    else location.assign("/school/inloggen");
  });
  wait();
}

// A page that shows something under way is loaded again after so many seconds, unless somebody is busy on it.
const underWay = document.querySelector("[data-again]");
if (underWay) {
  setTimeout(() => {
    if (!document.activeElement || document.activeElement === document.body) location.reload();
  }, Number(underWay.dataset.again) * 1000);
}
