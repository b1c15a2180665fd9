// Forms for files work without this file: it shows how far a file is, and tells what goes wrong without leaving the page.
"use strict";

for (const form of document.querySelectorAll("form[data-direct]")) {
  const field = form.querySelector("input[type=file]");
  const wrong = document.getElementById("file-error");
  const sending = form.querySelector(".sending");
  const told = sending.querySelector("[role=status]");
  const failed = form.querySelector(".errors");
  const again = failed.querySelector("button");
  const stopped = form.querySelector(".note");
  const stop = sending.querySelector("button");
  const go = form.querySelector("button.go");
  let request = null;

  const size = (bytes) => {
    const [number, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
    return `${number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${unit}`;
  };

  const fault = (files) => {
    const { largest, endings, tooLarge, empty, wrong: otherKind, many } = field.dataset;
    if (files.length > 1) return many;
    const [file] = files;
    const ending = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
    if (file.size > Number(largest)) return tooLarge;
    if (!file.size) return empty;
    return ending && !endings.split(" ").includes(ending) ? otherKind : "";
  };

  const tell = (sentence) => {
    wrong.textContent = sentence;
    wrong.hidden = !sentence;
    wrong.parentElement.classList.toggle("bad", Boolean(sentence));
    if (sentence) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    failed.hidden = stopped.hidden = true;
  };

  const isRight = () => {
    const sentence = field.files.length ? fault(field.files) : "";
    tell(sentence);
    return !sentence;
  };

  const rest = () => {
    request = null;
    sending.hidden = true;
    go.hidden = field.disabled = false;
  };

  const fail = (sentence, canTryAgain) => {
    rest();
    failed.querySelector("p").textContent = sentence;
    again.hidden = !canTryAgain;
    failed.hidden = false;
    failed.focus();
  };

  const show = (loaded, all) => {
    const share = all ? loaded / all : 0;
    const percent = Math.floor(100 * share);
    const figures = sending.querySelector("[data-figures]");
    const total = field.files[0].size;
    sending.querySelector("progress").value = percent;
    const done = figures.dataset.figures.replace("SENT", size(total * share)).replace("ALL", size(total));
    figures.textContent = `${done} (${percent}%)`;
    // Who listens to the page hears every quarter, not every step.
    const quarter = `${percent - percent % 25}%`;
    if (percent >= 25 && told.textContent !== quarter) told.textContent = quarter;
  };

  const send = () => {
    const direct = JSON.parse(form.dataset.direct);
    const body = new FormData();
    for (const [name, value] of Object.entries(direct)) body.append(name, value);
    for (const one of form.querySelectorAll("[data-answer]:checked, [data-answer][type=hidden]")) {
      body.append(one.name, one.value);
    }
    body.append("file", field.files[0]);
    tell("");
    request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => show(event.loaded, event.total));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) {
        told.textContent = sending.dataset.sent;
        location.assign(form.dataset.then);
      } else if (request.status === 403) fail(failed.dataset.tooLate, false);
      else fail(failed.dataset.refused, true);
    });
    request.addEventListener("error", () => fail(failed.dataset.broken, true));
    // It was asked for: no error. Once all has gone out it may have arrived, and nothing is left to stop.
    request.upload.addEventListener("load", () => { stop.hidden = true; });
    request.addEventListener("abort", () => {
      rest();
      stopped.hidden = false;
      stopped.focus();
    });
    request.open("POST", form.action);
    go.hidden = field.disabled = true;
    sending.hidden = stop.hidden = false;
    show(0, 0);
    told.textContent = sending.dataset.sending;
    sending.focus();
    request.send(body);
  };

  field.addEventListener("change", isRight);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (request) return;
    if (isRight()) send();
    else field.focus();
  });
  again.addEventListener("click", () => { if (!request && form.reportValidity() && isRight()) send(); });
  stop.addEventListener("click", () => { if (request) request.abort(); });

  // A file that is dropped beside the field would take the page's place.
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (event.dataTransfer && [...event.dataTransfer.types].includes("Files")) event.preventDefault();
    });
  }
  form.addEventListener("dragover", () => form.classList.add("over"));
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    const { files } = event.dataTransfer;
    if (request || !files.length) return;
    if (files.length > 1) tell(fault(files));
    else {
      field.files = files;
      isRight();
    }
    field.focus();
  });
}
