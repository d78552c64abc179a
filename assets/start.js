// Starts the program whose files the build has named in the page: of several the one for this address.
const programs = [...document.querySelectorAll("meta[name=program]")];
const program = programs.find(({ dataset }) => dataset.paths?.split(" ").includes(location.pathname)) ?? programs[0];
import(program.content)
  .then((module) => module.default({ module_or_path: program.dataset.wasm }))
  .catch((error) => {
    console.error(error);
    window.medkartaFailed();
  });

// The app asks the account program to open in one of its elements: the first time it has to be loaded.
let account;
document.addEventListener("account-wanted", ({ target }) => {
  const tell = (name) => target.dispatchEvent(new Event(name, { bubbles: true }));
  account ??= loadAccount();
  account.then(() => tell("account-open"), (error) => {
    console.error(error);
    account = undefined;
    tell("account-failed");
  });
});

async function loadAccount() {
  const { content, dataset } = document.querySelector("meta[name=account-program]");
  const look = document.createElement("link");
  look.rel = "stylesheet";
  look.href = dataset.style;
  const looks = new Promise((loaded, failed) => Object.assign(look, { onload: loaded, onerror: failed }));
  // Before ours, so that where both say something ours holds.
  document.head.prepend(look);
  const module = await import(content);
  await Promise.all([looks, module.default({ module_or_path: dataset.wasm })]);
}
