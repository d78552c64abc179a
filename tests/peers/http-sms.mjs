// An SMS gateway of the plain kind: one POST a message.
//
//   node http-sms.mjs --token WORD
//
//   POST /send    Authorization: Bearer WORD    {"to":"…","text":"…","id":"…"}    →    200 {"id":"…"}
//
// It says, one JSON object a line:
//   {"ready":true,"port":N}
//   {"message":{"to","text","id","gatewayId"}}    `gatewayId` is what it answered
//   {"refused":{"status":401,"method":"POST","path":"/send"}}
//
// Commands on stdin, each answered by {"obeyed":…}:
//   {"status":503}    what it answers from now on, taking nothing, until {"status":200}
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { listen, obeySwitches, say } from './lines.mjs';

const { values: args } = parseArgs({ options: { token: { type: 'string' } } });

let status = 200;

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

function problem({ method, url, headers }, sent) {
  if (url !== '/send') return 404;
  if (method !== 'POST') return 405;
  if (headers.authorization !== `Bearer ${args.token}`) return 401;
  if (!headers['content-type']?.startsWith('application/json')) return 415;
  if (!['to', 'text', 'id'].every((name) => typeof sent?.[name] === 'string')) return 400;
  return status === 200 ? undefined : status;
}

function answer(response, code, value) {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

const server = createServer(async (request, response) => {
  const sent = await body(request);
  const refused = problem(request, sent);
  if (refused !== undefined) {
    say({ refused: { status: refused, method: request.method, path: request.url } });
    answer(response, refused, { error: `refused with ${refused}` });
    return;
  }
  const { to, text, id } = sent;
  const gatewayId = randomUUID();
  say({ message: { to, text, id, gatewayId } });
  answer(response, 200, { id: gatewayId });
});

obeySwitches({ status: (code) => (status = code) });
listen(server);
