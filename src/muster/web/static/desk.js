// The desk works without this. It adds a slider over the days on which a chain changes, opens details for print,
// and moves through lists by key.
"use strict";

for (const form of document.querySelectorAll("form.slide[data-turns]")) {
  const turns = form.dataset.turns.split(" ").filter(Boolean);
  const day = form.querySelector("input[name=as_of]");
  if (turns.length < 2 || !day) continue;
  const label = document.createElement("label");
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = 0;
  slider.max = turns.length - 1;
  const before = turns.filter((turn) => turn <= day.value).length - 1;
  slider.value = Math.max(before, 0);
  slider.setAttribute("aria-label", "Day of a change");
  slider.addEventListener("input", () => { day.value = turns[slider.value]; slider.setAttribute("aria-valuetext", day.value); });
  slider.addEventListener("change", () => form.requestSubmit());
  label.append("From change to change", slider);
  form.prepend(label);
}

addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details")) one.open = true;
});

// Keys on a queue: j and k move between its items; a letter on a button (data-key) of the item in focus presses it.
const items = [...document.querySelectorAll("[data-item]")];
if (items.length) {
  const at = () => items.findIndex((one) => one.contains(document.activeElement));
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=radio]), textarea, select")) return;
    const now = at();
    if (event.key === "j" || event.key === "k") {
      const next = event.key === "j" ? Math.min(now + 1, items.length - 1) : Math.max(now - 1, 0);
      items[next].focus();
      items[next].scrollIntoView({ block: "nearest" });
      event.preventDefault();
    } else if (now >= 0) {
      const found = items[now].querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (found) { found.click(); found.focus(); event.preventDefault(); }
    }
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input, textarea, select")) {
    document.getElementById("find").focus();
    event.preventDefault();
  }
});
