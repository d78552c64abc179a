// A mail server that keeps nothing: takes mail over TLS only and says what was in it.
//
//   node smtp.mjs --cert FILE --key FILE [--implicit] [--user NAME --password WORD]
//
// With --implicit TLS is there from the first byte, otherwise STARTTLS must come before MAIL.
// With --user nobody sends without AUTH; without it AUTH is not offered.
//
// It says, one JSON object a line:
//   {"ready":true,"port":N}
//   {"mail":{"from","to":[…],"envelope":{"from","to":[…]},"subject","text","html","headers":{…},"tls","auth"}}
//       decoded; `text` and `html` are null where the mail has no such part, `auth` where nobody signed in
//   {"refused":{"auth":"NAME"}}    a wrong name or password
//   {"error":"…"}                  a connection that failed, as in its TLS handshake
//
// Commands on stdin, each answered by {"obeyed":…}:
//   {"down":true}    421 to everything, open connections too, until {"down":false}
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { listen, obeySwitches, say } from './lines.mjs';

const { values: args } = parseArgs({
  options: {
    cert: { type: 'string' },
    key: { type: 'string' },
    implicit: { type: 'boolean', default: false },
    user: { type: 'string' },
    password: { type: 'string' },
  },
});

let down = false;

const refusal = (responseCode, text) => Object.assign(new Error(text), { responseCode });
const addresses = (field) => [field ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address));

async function read(stream, { envelope, secure, user }) {
  // Only what was sent: the parser would make a text out of the HTML.
  const mail = await simpleParser(stream, { skipHtmlToText: true, skipTextToHtml: true });
  const headers = {};
  for (const [name, value] of mail.headers) headers[name] = value?.text ?? value;
  say({
    mail: {
      from: addresses(mail.from)[0] ?? null,
      to: addresses(mail.to),
      envelope: {
        from: envelope.mailFrom.address,
        to: envelope.rcptTo.map(({ address }) => address),
      },
      subject: mail.subject ?? null,
      text: mail.text ?? null,
      html: mail.html || null,
      headers,
      tls: secure,
      auth: user || null,
    },
  });
}

const server = new SMTPServer({
  secure: args.implicit,
  cert: readFileSync(args.cert),
  key: readFileSync(args.key),
  authOptional: args.user === undefined,
  authRequiredMessage: 'Authentication required',
  disabledCommands: args.user === undefined ? ['AUTH'] : [],
  disableReverseLookup: true,
  // As many servers still are.
  hideSMTPUTF8: true,
  onConnect: (session, done) => done(down ? refusal(421, 'Down for now') : undefined),
  onAuth: (auth, session, done) => {
    if (auth.username === args.user && auth.password === args.password) {
      done(null, { user: auth.username });
    } else {
      say({ refused: { auth: auth.username } });
      done(refusal(535, 'Wrong name or password'));
    }
  },
  onMailFrom: (address, session, done) =>
    done(session.secure ? undefined : refusal(530, 'Must issue a STARTTLS command first')),
  onData: (stream, session, done) => {
    read(stream, session).then(() => done(null, 'Accepted'), (error) => done(refusal(451, error.message)));
  },
});
server.on('error', (error) => say({ error: error.message }));

obeySwitches({
  down: (on) => {
    down = on;
    // 421 may come at any time, and then is the answer to whatever the client says next.
    if (down) server.connections.forEach((connection) => connection.send(421, 'Going down'));
  },
});
listen(server);
