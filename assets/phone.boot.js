// Starts the phone app, and has its service worker keep it for when there is no server.

// The browser offers to install before the app runs: the offer is kept for the app's own button.
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  window.ttInstallOffer = event;
  window.dispatchEvent(new Event("tt-install-offer"));
});
window.addEventListener("appinstalled", () => {
  window.ttInstallOffer = null;
  window.dispatchEvent(new Event("tt-install-offer"));
});

// What was not sent can be saved as a file whatever became of the app, and by the app too.
window.ttRescue = () => import("{{/static/phone.rescue.js}}").then((rescue) => rescue.save());

import("{{/static/phone.js}}")
  .then((app) => app.default({ module_or_path: "{{/static/phone.wasm}}" }))
  .catch(stopped);

// A fault of ours ends the app for good: its page would only stand still.
const hear = (fault) => {
  if (fault instanceof WebAssembly.RuntimeError) stopped(fault);
};
window.addEventListener("error", (event) => hear(event.error));
window.addEventListener("unhandledrejection", (event) => hear(event.reason));

function stopped(fault) {
  console.error(fault);
  const notice = document.getElementById("boot-failed");
  const chosen = language();
  document.documentElement.lang = chosen;
  for (const words of notice.children) {
    const show = (name) => {
      for (const said of words.querySelectorAll("[data-said]")) said.hidden = said.dataset.said !== name;
    };
    const [save, again] = words.querySelectorAll("button");
    words.hidden = words.lang !== chosen;
    again.onclick = () => location.reload();
    save.onclick = () =>
      window.ttRescue().then(
        (taps) => show(taps ? "saved" : "nothing"),
        (error) => {
          console.error(error);
          show("failed");
        },
      );
  }
  document.body.replaceChildren(notice);
  notice.hidden = false;
}

function language() {
  try {
    const kept = localStorage.getItem("tt-language");
    if (kept) return kept;
  } catch {
    // Where nothing may be kept the browser's own language is left.
  }
  return navigator.language.startsWith("es") ? "es" : "en";
}

if ("serviceWorker" in navigator) {
  window.addEventListener("load", () => {
    navigator.serviceWorker
      .register("/app/sw.js", { scope: "/app/", updateViaCache: "none" })
      .catch((error) => console.warn("no offline start:", error));
  });
}
