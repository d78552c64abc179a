// Makes of the program, as the compiler left it, what browsers download: the main part with its script, and the parts
// that pages load when they are opened. Writes them to a folder with parts.json, which says what each page loads.
//
//   node .ci/split.mjs PROGRAM.wasm FOLDER
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const run = promisify(execFile);
const brotli = promisify(brotliCompress);
const FEATURES = ['bulk-memory', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext']
  .map((name) => `--enable-${name}`);
// What a file more costs a page: its headers, and that small files shrink badly. In bytes before compression.
const FILE = 25_000;
// More than this a page should not bring, as it is sent.
const HEAVY = 85_000;
// What is sent, of a piece packed as it is: the optimizer still takes its share, and pieces put together pack better.
const SENT = 0.65;
const TOGETHER = 0.72;
// What patients see first: the main part brings all that it shares with others, in one file and nothing in vain.
const FIRST = 'home';
// Opened on a page that is there already.
const TOOLS = ['tools', 'scan', 'guest'];
// Where staff work all day: they bring what they need once, and a patient's first visit does not pay for it.
const WORK = ['protocols', 'schedules', 'admin', 'audit'];
// The names by which parts use what the main part has; short, because each part repeats them.
const SHARED = 'm';
// The memory, the table of functions and where the stack ends.
const KINDS = 3;

const merge = (...words) => run('wasm-merge', [...FEATURES, '--enable-multimemory', ...words]);
const inputs = (names) => names.flatMap((name) => [join(pieces, `${name}.wasm`), name]);
const small = (file) => run('wasm-opt', [...FEATURES, '-Oz', '--strip-producers', '--strip-debug', file, '-o', file]);

const [program, folder] = process.argv.slice(2);
const pieces = join(folder, 'pieces');
const main = join(pieces, 'app.wasm');
const bound = join(folder, 'app_bg.wasm');
await rm(folder, { recursive: true, force: true });
await mkdir(pieces, { recursive: true });
await run('wasm-split-cli', [program, pieces, '--target', 'web', '--out-name', 'app']);
await run('wasm-bindgen', [main, '--target', 'web', '--no-typescript', '--no-demangle', '--keep-lld-exports', '--out-dir', folder]);
const groups = grouped(await named(await readFile(join(pieces, '__wasm_split.js'), 'utf8')));
await writeFile(join(folder, 'parts.json'), JSON.stringify(await written(groups)));
await rm(pieces, { recursive: true });

// The pieces and which pages need each. The splitter makes one of everything that the same pages need and no other.
async function named(script) {
  const shared = [...script.matchAll(/\/\* (.*) \*\/\nconst __chunk_(\d+) /g)]
    .map(([, pages, number]) => ({ names: [`chunk_${number}`], pages: new Set(pages.split(', ')) }));
  const own = [...script.matchAll(/__wasm_split_load_(\w+) = /g)]
    .map(([, page]) => ({ names: [`split_${page}`], pages: new Set([page]), own: page }));
  const all = [...shared, ...own];
  for (const piece of all) {
    const code = await readFile(join(pieces, `${piece.names[0]}.wasm`));
    piece.size = code.length;
    piece.sent = SENT * (await brotli(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })).length;
  }
  return all;
}

// Far too many files: pieces are put together as long as what pages download in vain is less than the files it saves.
// What more than a quarter of the pages need goes into the main part, and what the first page needs.
function grouped(all) {
  const own = all.filter((piece) => piece.own);
  const isMain = ({ pages }) => pages.has(FIRST) || pages.size * 4 > own.length;
  const main = all.filter((piece) => !piece.own && isMain(piece));
  const rest = all.filter((piece) => !piece.own && !isMain(piece));
  lighten(own, rest, main);
  for (;;) {
    let best = { gain: 0 };
    for (const [i, a] of rest.entries()) {
      for (const b of rest.slice(i + 1)) {
        const gain = saved(a, b);
        if (gain > best.gain) best = { gain, a, b };
      }
    }
    if (!best.a) break;
    const { a, b } = best;
    rest.splice(rest.indexOf(b), 1);
    rest[rest.indexOf(a)] = { names: [...a.names, ...b.names], pages: new Set([...a.pages, ...b.pages]), size: a.size + b.size };
  }
  return { main, parts: [...rest, ...own] };
}

// A page that would bring too much gives the main part what it shares with at least two others, the most shared and smallest first.
function lighten(own, rest, main) {
  const weight = (page) => TOGETHER * rest.filter(({ pages }) => pages.has(page)).reduce((sum, { sent }) => sum + sent, 0);
  for (const { own: page, sent } of own.filter(({ own: page }) => !TOOLS.includes(page) && !WORK.includes(page))) {
    while (sent + weight(page) > HEAVY) {
      const [next] = rest.filter(({ pages }) => pages.has(page) && pages.size > 2)
        .sort((a, b) => b.pages.size - a.pages.size || a.sent - b.sent);
      if (!next) break;
      rest.splice(rest.indexOf(next), 1);
      main.push(next);
    }
  }
}

function saved(a, b) {
  const both = [...a.pages].filter((page) => b.pages.has(page)).length;
  return both * FILE - a.size * (b.pages.size - both) - b.size * (a.pages.size - both);
}

async function written({ main: most, parts }) {
  await mergedMain(most);
  const link = join(pieces, 'link.wasm');
  await writeLink(link, [...parts]);
  const jobs = [() => small(bound)];
  for (const [i, part] of parts.entries()) {
    part.file = part.own ?? `part${i}`;
    jobs.push(() => merged(part, link));
  }
  const work = async () => { for (let job; (job = jobs.pop());) await job(); };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return Object.fromEntries(parts.filter(({ own }) => own).map(({ own }) => [
    own, parts.filter(({ pages }) => pages.has(own)).map(({ file }) => file),
  ]));
}

async function mergedMain(most) {
  if (most.length === 0) return;
  await merge(bound, '__wasm_split', ...inputs(most.flatMap(({ names }) => names)), '-o', bound);
}

async function merged({ names, file }, link) {
  const out = join(folder, `${file}.wasm`);
  await merge(link, '__wasm_split', ...inputs(names), '-o', out);
  await small(out);
}

// Gives the parts what the main part shares with them: pieces put together ask for it once, not each of them.
async function writeLink(path, all) {
  const asked = new Map();
  for (const name of all.sort((a, b) => a.size - b.size).flatMap(({ names }) => names)) {
    const { stdout } = await run('wasm-dis', [join(pieces, `${name}.wasm`)], { maxBuffer: 1 << 28 });
    for (const [, what, type] of stdout.matchAll(/^ \(import "__wasm_split" "(\w+)" (.*)\)$/gm)) asked.set(what, type);
    if (asked.size === KINDS) break;
  }
  const text = [...asked].map(([what, type]) => {
    const [, kind, id] = /^\((\w+) (\S+)/.exec(type);
    return `(import "${SHARED}" "${what}" ${type})(export "${what}" (${kind} ${id}))`;
  });
  await writeFile(`${path}.wat`, `(module ${text.join('')})`);
  await run('wasm-as', [...FEATURES, `${path}.wat`, '-o', path]);
}
