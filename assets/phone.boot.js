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

import("{{/static/phone.js}}")
  .then((app) => app.default({ module_or_path: "{{/static/phone.wasm}}" }))
  .catch((error) => {
    console.error(error);
    document.getElementById("boot-failed").hidden = false;
  });

if ("serviceWorker" in navigator) {
  window.addEventListener("load", () => {
    navigator.serviceWorker
      .register("/app/sw.js", { scope: "/app/", updateViaCache: "none" })
      .catch((error) => console.warn("no offline start:", error));
  });
}
