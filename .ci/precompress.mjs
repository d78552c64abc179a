// Puts NAME.br and NAME.gz beside every file of a folder that shrinks by it, so that the server only sends them.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;

await walk(process.argv[2]);
const sizes = `${kib(total.raw)} raw, ${kib(total.br)} brotli, ${kib(total.gz)} gzip`;
console.log(`precompressed ${total.files} files: ${sizes}`);
