"use strict";
// A form that could not be sent says so: without a word its button would only seem to do nothing.

function tell(sentence) {
  const place = document.getElementById("trouble");
  place.replaceChildren();
  if (!sentence) return;
  const said = document.createElement("p");
  said.className = "trouble lost";
  said.textContent = sentence;
  place.append(said);
  window.scrollTo(0, 0);
}

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const { lost, stale } = document.getElementById("main").dataset;
    tell(event.detail.requestConfig.verb === "get" ? stale : lost);
  });
}

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && document.querySelector("#trouble .lost")) tell("");
});
