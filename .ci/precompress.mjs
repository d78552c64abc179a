// Makes one style sheet of each page's several, takes out of programs what nobody reads, gives the programs beside the
// app their pages and tells all pages where the account program is, then puts NAME.br and NAME.gz beside every file of a folder that shrinks by it, so that the
// server only sends them.
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const SHRINKS = /\.(css|html|js|json|map|mjs|svg|txt|wasm|webmanifest|xml)$/;
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

const total = { files: 0, raw: 0, br: 0, gz: 0 };

async function compress(path) {
  const raw = await readFile(path);
  const [br, gz] = await Promise.all([
    brotli(raw, {
      params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
        [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
      },
    }),
    gzip(raw, { level: 9 }),
  ]);
  for (const [suffix, packed] of [['br', br], ['gz', gz]]) {
    if (packed.length < raw.length) await writeFile(`${path}.${suffix}`, packed);
    else await rm(`${path}.${suffix}`, { force: true });
  }
  total.files += 1;
  total.raw += raw.length;
  total.br += Math.min(br.length, raw.length);
  total.gz += Math.min(gz.length, raw.length);
}

async function walk(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  await Promise.all(entries.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return SHRINKS.test(entry.name) ? compress(path) : undefined;
  }));
}

// Each request costs its headers, and small files shrink badly.
const SHEET = /\s*<link rel="stylesheet" href="([^"]+)"[^>]*>/g;
const digest = (name, text, form) => createHash(name).update(text).digest(form);

// Without comments and the spaces nobody needs.
const tight = (css) => css
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/\s+/g, ' ')
  .replace(/ ?([{};,]) ?/g, '$1')
  .replace(/([a-z-]): /g, '$1:')
  .replaceAll(';}', '}');

async function bundle(page) {
  const html = await readFile(page, 'utf8');
  const sheets = [...html.matchAll(SHEET)].map(([, href]) => href);
  if (sheets.length < 2) return;
  const files = sheets.map((href) => join(dirname(page), basename(href)));
  const css = tight((await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n'));
  const name = `style-${digest('sha256', css, 'hex').slice(0, 16)}.css`;
  await writeFile(join(dirname(page), name), css);
  const href = sheets[0].replace(basename(sheets[0]), name);
  const link = `\n  <link rel="stylesheet" href="${href}" integrity="sha384-${digest('sha384', css, 'base64')}"/>`;
  let first = true;
  await writeFile(page, html.replace(SHEET, () => {
    const replacement = first ? link : '';
    first = false;
    return replacement;
  }));
  await Promise.all(files.map((file) => rm(file)));
}

// The entries of a card, and one of them, are drawn in a page like the app's. Of the programs of accounts `account` has the page; the others are drawn in a page like it, and in that page itself
// at their own addresses, for a server that knows one page for all of them.
const PATHS = { register: '/register /invitation /prove-email', security: '/security' };
const NAMES = /<meta name="program" content="([^"]+)" data-wasm="([^"]+)">/;
const PRELOADS = /\s*<link rel="(?:modulepreload|preload)"[^>]*>/g;
// Every page loads the account program when it has to ask who is there, by the names its build has given.
const PLACE = '<meta name="account-program">';

async function introduce(folder) {
  const page = (name) => join(folder, name, 'index.html');
  const account = await readFile(page('account'), 'utf8').catch(() => undefined);
  if (account === undefined) return;
  const [, program, wasm] = NAMES.exec(account);
  const [, style] = /<link rel="stylesheet" href="([^"]+)"/.exec(account);
  const named = `<meta name="account-program" content="${program}" data-wasm="${wasm}" data-style="${style}">`;
  const introduced = (html) => {
    if (!html.includes(PLACE)) throw new Error(`no ${PLACE}`);
    return html.replace(PLACE, named);
  };
  // A page like another one, with a program of its own.
  const draw = async (name, model) => {
    const own = await readFile(page(name), 'utf8');
    const [names] = NAMES.exec(own);
    const preloads = [...own.matchAll(PRELOADS)].join('');
    const html = model.replace(PRELOADS, '').replace(NAMES, () => names);
    await writeFile(page(name), html.replace('</head>', () => `${preloads}</head>`));
    return names;
  };
  let all = introduced(account);
  for (const [name, paths] of Object.entries(PATHS)) {
    const names = await draw(name, introduced(account));
    all = all.replace('</head>', () => `${names.replace('>', ` data-paths="${paths}">`)}\n</head>`);
  }
  await writeFile(page('account'), all);
  const app = introduced(await readFile(page(''), 'utf8'));
  for (const name of ['record', 'entry', 'own', 'measurements', 'requests', 'results', 'feed']) await draw(name, app);
  await writeFile(page(''), app);
}

// wasm-bindgen ends each name that passes between a program and its script with sixteen random letters, once in each:
// five kilobytes that do not shrink. Here they become `i0`, `i1`…; and the script loses its comments and indents.
async function slim(page) {
  const html = await readFile(page, 'utf8');
  const found = NAMES.exec(html);
  if (!found) return;
  const [, script, wasm] = found;
  const at = (url) => join(dirname(page), basename(url));
  const names = new Map();
  const code = renameImports(await readFile(at(wasm)), (name) => {
    if (!names.has(name)) names.set(name, `i${names.size.toString(36)}`);
    return names.get(name);
  });
  const newWasm = renamed(wasm, code);
  const text = (await readFile(at(script), 'utf8'))
    .replace(/\b__wb(?:g|indgen)_\w+(?=: function)/g, (name) => names.get(name) ?? name)
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\s*$/gm, '')
    .replace(/^\s*(?:\/\/.*)?\n/gm, '')
    .replace(/^[ \t]+/gm, '')
    .replaceAll(basename(wasm), basename(newWasm));
  const newScript = renamed(script, text);
  await Promise.all([rm(at(wasm)), rm(at(script))]);
  await Promise.all([writeFile(at(newWasm), code), writeFile(at(newScript), text)]);
  let result = html;
  for (const [old, now, content] of [[wasm, newWasm, code], [script, newScript, text]]) {
    const proof = new RegExp(`(href="${old}"[^>]*integrity=")sha384-[^"]+`);
    result = result.replace(proof, (_, before) => `${before}sha384-${digest('sha384', content, 'base64')}`);
    result = result.replaceAll(old, now);
  }
  await writeFile(page, result);
}

// The server keeps a file for ever by its name: another content gets another one.
const renamed = (url, content) =>
  url.replace(/-[0-9a-f]{14,}(?=(?:_bg)?\.)/, `-${digest('sha256', content, 'hex').slice(0, 16)}`);

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
      const field = Buffer.from(rename(text().toString()));
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

const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;

const pages = await readdir(process.argv[2], { recursive: true });
for (const page of pages.filter((name) => name.endsWith('.html'))) {
  await bundle(join(process.argv[2], page));
  await slim(join(process.argv[2], page));
}
await introduce(process.argv[2]);
await walk(process.argv[2]);
const sizes = `${kib(total.raw)} raw, ${kib(total.br)} brotli, ${kib(total.gz)} gzip`;
console.log(`precompressed ${total.files} files: ${sizes}`);
