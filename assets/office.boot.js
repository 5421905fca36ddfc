// Starts the office app.

import("{{/static/office.js}}")
  .then((app) => app.default({ module_or_path: "{{/static/office.wasm}}" }))
  .catch((error) => {
    console.error(error);
    document.getElementById("boot-failed").hidden = false;
  });
