// Starts the program whose files the build has named in the page.
const { content, dataset } = document.querySelector("meta[name=program]");
import(content)
  .then((module) => module.default({ module_or_path: dataset.wasm }))
  .catch((error) => {
    console.error(error);
    window.medkartaFailed();
  });
