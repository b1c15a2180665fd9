// Pages work without this file: it puts the focus on errors, shows passwords, and stops a second tap.
"use strict";

document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-reveals]")) {
  const field = document.getElementById(button.dataset.reveals);
  const words = [button.textContent, button.dataset.shown];
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.textContent = words[Number(shown)];
    button.setAttribute("aria-pressed", String(shown));
  });
}

for (const form of document.querySelectorAll("form[method=post]:not([data-download])")) {
  form.addEventListener("submit", (event) => {
    // The answer comes in another tab: this page stays, with all that is typed, and is sent still.
    if (event.submitter?.formTarget) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Push in the browser: what it takes is loaded when the parent asks for it.
for (const form of document.querySelectorAll("form[data-script]")) {
  const say = (outcome) => {
    for (const one of document.querySelectorAll("[data-outcome]")) one.hidden = one.dataset.outcome !== outcome;
  };
  if (!("PushManager" in window && "Notification" in window)) {
    // An iPad says that it is a Mac, but no Mac has a touch screen.
    const apple = /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints);
    say(apple && !navigator.standalone ? "home-screen" : "unsupported");
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    say("busy");
    // Asked at once: some browsers take the question only from the tap itself.
    const permission = Notification.requestPermission();
    const outcome = await import(form.dataset.script).then((push) => push.fill(form, permission), () => "failed");
    if (outcome === "granted") return form.submit();
    delete form.dataset.sent;
    say(outcome);
  });
}
