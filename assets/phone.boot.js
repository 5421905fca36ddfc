// Starts the phone app, and has its service worker keep it for when there is no server.

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
