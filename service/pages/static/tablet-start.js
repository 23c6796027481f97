/* Runs in every browser there is, so it is written for the oldest: says why a page does not open. */
(function () {
  "use strict";
  function missing() {
    return (
      typeof BigInt === "undefined" ||
      typeof Worker === "undefined" ||
      typeof TextEncoder === "undefined" ||
      typeof AbortController === "undefined" ||
      !Promise.allSettled ||
      !window.crypto ||
      !window.crypto.getRandomValues
    );
  }
  function tell(id) {
    document.getElementById("screen").style.display = "none";
    document.getElementById(id).removeAttribute("hidden");
  }
  window.piaojueRefused = missing();
  window.onload = function () {
    if (window.piaojueRefused) tell("too-old");
    else if (!window.piaojueStarted) tell("incomplete");
  };
})();
