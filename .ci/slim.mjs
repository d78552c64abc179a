// wasm-bindgen ends each name that passes between a program and its script with sixteen random letters, once in each:
// five kilobytes that do not shrink. Here they become `i0`, `i1`…; the script loses its comments and indents, and gets
// the loader of the program's parts. `files` are those that each page loads.
export function slim(wasm, script, files) {
  const names = new Map();
  const code = renameImports(wasm, (module, name) => {
    if (module === LOADER) return name;
    if (!names.has(name)) names.set(name, `i${names.size.toString(36)}`);
    return names.get(name);
  });
  const text = script
    .replace(/\b__wb(?:g|indgen)_\w+(?=: function)/g, (name) => names.get(name) ?? name)
    .replace(/^import \* as \w+ from "\.\/__wasm_split\.js";?\n/gm, '')
    .replace(/("\.\/__wasm_split\.js"): \w+/g, '$1: parts')
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\s*$/gm, '')
    .replace(/^\s*(?:\/\/.*)?\n/gm, '')
    .replace(/^[ \t]+/gm, '');
  return { code, script: Object.keys(files).length > 0 ? loader(files) + text : text };
}

// The module that the splitter makes the program ask for its parts.
const LOADER = './__wasm_split.js';

// `wasm` is what the main part shares; the script has it once the program runs. A part that could not be fetched is asked
// for again the next time; that the server has it no more is told to the program by an attribute of the page.
const loader = (files) => `const FILES = ${JSON.stringify(files)};
const known = new Map();
async function fetchPart(file) {
  const response = await fetch(new URL(file, import.meta.url));
  if (response.status === 404) document.documentElement.setAttribute("data-outdated", "");
  return WebAssembly.instantiateStreaming(response, { m: wasm });
}
function part(file) {
  const loading = known.get(file) ?? fetchPart(file);
  known.set(file, loading);
  loading.catch(() => known.delete(file));
  return loading;
}
const parts = Object.fromEntries(Object.entries(FILES).map(([page, files]) => ["__wasm_split_load_" + page, (answer, asked) => {
  const tell = (isThere) => wasm.__indirect_function_table.get(answer)(asked, isThere);
  Promise.all(files.map(part)).then(() => tell(true), (error) => {
    console.error(error);
    tell(false);
  });
}]));
`;

// The binary with the fields of its imports renamed (WebAssembly core specification, 5.5.5).
function renameImports(code, rename) {
  const IMPORTS = 2;
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = code[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const written = (value) => {
    const bytes = [];
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
    return Buffer.from([...bytes, value]);
  };
  const text = () => {
    const length = number();
    at += length;
    return code.subarray(at - length, at);
  };
  const limits = () => {
    const hasMost = code[at++] & 1;
    number();
    if (hasMost) number();
  };
  const skips = [number, () => { at += 1; limits(); }, limits, () => { at += 2; }];
  while (at < code.length) {
    const start = at;
    const kind = code[at++];
    const size = number();
    const end = at + size;
    if (kind !== IMPORTS) {
      at = end;
      continue;
    }
    const count = number();
    const parts = [written(count)];
    for (let i = 0; i < count; i += 1) {
      const module = text();
      const field = Buffer.from(rename(module.toString(), text().toString()));
      const from = at;
      skips[code[at++]]();
      parts.push(written(module.length), module, written(field.length), field, code.subarray(from, at));
    }
    const section = Buffer.concat(parts);
    const head = Buffer.concat([Buffer.from([kind]), written(section.length)]);
    return Buffer.concat([code.subarray(0, start), head, section, code.subarray(end)]);
  }
  return code;
}
