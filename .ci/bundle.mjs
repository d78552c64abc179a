// Makes dist/ of what the compiler left and of assets/: pages with their styles, scripts and programs, each file under a
// name that tells its content, and beside every file that shrinks by it NAME.br and NAME.gz, so that the server only
// sends them.
//
//   node .ci/bundle.mjs APP CATALOGUE WIDGET DIST    APP is a folder of .ci/split.mjs, the others are of wasm-bindgen
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { slim } from './slim.mjs';

const SHRINKS = /\.(css|html|js|json|map|mjs|svg|txt|wasm|webmanifest|xml)$/;
const ASSETS = 'assets';
// Pages that look like those of accounts while they load; all others look like the app.
const LIKE_ACCOUNT = ['account', 'recovery', 'register', 'security'];

const [app, catalogue, widget, dist] = process.argv.slice(2);
const digest = (name, content, form) => createHash(name).update(content).digest(form);

// Writes a file under a name that tells its content: the server keeps it for ever by that name.
async function hashed(folder, name, content) {
  const file = name.replace(/(?=\.\w+$)/, `-${digest('sha256', content, 'hex').slice(0, 16)}`);
  await writeFile(join(folder, file), content);
  return { file, proof: `integrity="sha384-${digest('sha384', content, 'base64')}"` };
}

const asset = async (name) => readFile(join(ASSETS, name));

// Without comments and the spaces nobody needs.
const tight = (css) => css
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/\s+/g, ' ')
  .replace(/ ?([{};,]) ?/g, '$1')
  .replace(/([a-z-]): /g, '$1:')
  .replaceAll(';}', '}');

// A page of assets/ with its style sheets as one (each request costs its headers, and small files shrink badly), its icon
// and its scripts.
async function page(name, folder, base) {
  let html = await readFile(join(ASSETS, name), 'utf8');
  const SHEET = /\s*<link rel="stylesheet" href="([^"]+)">/g;
  const sheets = await Promise.all([...html.matchAll(SHEET)].map(([, sheet]) => asset(sheet)));
  const style = await hashed(folder, 'style.css', tight(sheets.join('\n')));
  let first = `\n  <link rel="stylesheet" href="${base}${style.file}" ${style.proof}>`;
  html = html.replace(SHEET, () => {
    const link = first;
    first = '';
    return link;
  });
  for (const [tag, source] of html.matchAll(/<script src="([^"]+)"[^>]*>/g)) {
    const { file, proof } = await hashed(folder, source, await asset(source));
    html = html.replace(tag, tag.replace(`"${source}"`, `"${base}${file}" ${proof}`));
  }
  const [, icon] = /<link rel="icon" href="([^"]+)"/.exec(html);
  const { file } = await hashed(folder, icon.replace(/.*\//, ''), await asset(icon));
  return html.replace(`"${icon}"`, `"${base}${file}"`);
}

// What a page loads besides, told as early as possible. `start.js` reads the names: the content policy forbids scripts in
// the page.
const loading = (base, { script, wasm }, parts) => [
  `<meta name="program" content="${base}${script.file}" data-wasm="${base}${wasm.file}">`,
  `<link rel="modulepreload" href="${base}${script.file}" crossorigin ${script.proof}>`,
  ...[wasm, ...parts].map(({ file, proof }) =>
    `<link rel="preload" href="${base}${file}" as="fetch" type="application/wasm" crossorigin ${proof}>`),
].join('\n  ');

const withProgram = (html, text) => html.replace('<meta name="program">', () => text);

// The program, its parts and its pages: one that opens what every part of the program can draw, and one for each part.
async function bundleApp() {
  const pages = JSON.parse(await readFile(join(app, 'parts.json'), 'utf8'));
  const parts = {};
  for (const name of new Set(Object.values(pages).flat())) {
    parts[name] = await hashed(dist, `${name}.wasm`, await readFile(join(app, `${name}.wasm`)));
  }
  const files = Object.fromEntries(Object.entries(pages).map(([name, all]) => [name, all.map((part) => parts[part].file)]));
  const program = await bundleProgram(app, 'app', dist, files);
  const looks = await page('index.html', dist, '/assets/');
  const account = await page('account.html', dist, '/assets/');
  await writeFile(join(dist, 'index.html'), withProgram(looks, loading('/assets/', program, [])));
  for (const [name, all] of Object.entries(pages)) {
    const html = LIKE_ACCOUNT.includes(name) ? account : looks;
    await mkdir(join(dist, name));
    await writeFile(join(dist, name, 'index.html'), withProgram(html, loading('/assets/', program, all.map((part) => parts[part]))));
  }
  for (const file of ['manifest.webmanifest', 'medkarta.svg']) await copyFile(join(ASSETS, 'icons', file), join(dist, file));
  // Browsers know it by its name and ask whether it has changed.
  await copyFile(join(ASSETS, 'push.js'), join(dist, 'push.js'));
}

async function bundleProgram(from, name, to, files) {
  const { code, script } = slim(await readFile(join(from, `${name}_bg.wasm`)), await readFile(join(from, `${name}.js`), 'utf8'), files);
  const wasm = await hashed(to, `${name}.wasm`, code);
  return { wasm, script: await hashed(to, `${name}.js`, script.replaceAll(`${name}_bg.wasm`, wasm.file)) };
}

async function bundleCatalogue() {
  const to = join(dist, 'ui');
  await mkdir(to);
  const program = await bundleProgram(catalogue, 'catalogue', to, {});
  await writeFile(join(to, 'index.html'), withProgram(await page('catalogue.html', to, '/ui/'), loading('/ui/', program, [])));
}

// What clinics' sites show: the loader, whose name those sites know, and the page of its frames.
async function bundleWidget() {
  const loader = (await asset('widget.js')).toString().replace(/^\s*\/\/.*\n/gm, '').replace(/^[ \t]+/gm, '');
  await writeFile(join(dist, 'widget.js'), loader);
  const program = await bundleProgram(widget, 'widget', dist, {});
  await writeFile(join(dist, 'widget.html'), withProgram(await page('widget.html', dist, '/assets/'), loading('/assets/', program, [])));
}

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
  }
  total.files += 1;
  total.raw += raw.length;
  total.br += Math.min(br.length, raw.length);
  total.gz += Math.min(gz.length, raw.length);
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await bundleApp();
await bundleCatalogue();
await bundleWidget();
const files = await readdir(dist, { recursive: true });
await Promise.all(files.filter((name) => SHRINKS.test(name)).map((name) => compress(join(dist, name))));
const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
console.log(`dist: ${total.files} files, ${kib(total.raw)} raw, ${kib(total.br)} brotli, ${kib(total.gz)} gzip`);
