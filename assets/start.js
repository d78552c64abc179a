// Starts the program whose files the build has named in the page.
const program = document.querySelector("meta[name=program]");
import(program.content)
  .then((module) => module.default({ module_or_path: program.dataset.wasm }))
  .catch((error) => {
    console.error(error);
    window.medkartaFailed();
  });
