// An SMS centre that speaks SMPP 3.4: takes messages, answers with ids, sends delivery receipts.
//
//   node smpp.mjs --system-id ID --password WORD [--receipt-after MS]      (50 by default)
//
// It says, one JSON object a line:
//   {"ready":true,"port":N}
//   {"bound":{"systemId":"…"}} or {"refusedBind":{"systemId":"…","status":"0x0000000E"}}
//   {"message":{"to","from","text","dataCoding","parts","registeredDelivery","id","ids"}}
//       once all parts are here; `id` is the first part's, `ids` has each part's
//   {"refused":{"to":"…","status":"0x0000000B"}}   a submit that a command refused
//   {"ignored":{"to":"…"}}                         a submit that came while deaf
//   {"receipt":{"id":"…","stat":"DELIVRD","status":"0x00000000"}}   the client's answer to a receipt
//   {"heard":{"from":"…","status":"0x00000000"}}   the client's answer to an SMS of a person
//   {"closed":{"systemId":"…"}}                    a bound connection is gone
//   {"error":"…"}                                  bytes that are no SMPP
//
// Commands on stdin, each answered by {"obeyed":…}:
//   {"refuse":"0x0000000B"}   refuse the next submit with this status
//   {"throttle":3}            refuse the next 3 with ESME_RTHROTTLED
//   {"deaf":true}             take submits and never answer, until {"deaf":false}
//   {"stat":"UNDELIV"}        what later receipts say instead of DELIVRD
//   {"write":{"from","to","text"}}   a person sends an SMS, in UCS-2 where it needs it
//   {"drop":true}             close all connections; receipts wait for the next one
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import smpp from 'smpp';
import { listen, obeySwitches, say } from './lines.mjs';

const { values: args } = parseArgs({
  options: {
    'system-id': { type: 'string' },
    password: { type: 'string' },
    'receipt-after': { type: 'string', default: '50' },
    port: { type: 'string', default: '0' },
  },
});

const STATES = { DELIVRD: 2, EXPIRED: 3, DELETED: 4, UNDELIV: 5, ACCEPTD: 6, UNKNOWN: 7, REJECTD: 8 };
// A message_payload may have 64 KiB, more than the library takes by itself.
smpp.PDU.maxLength = 0x10000 + 1024;

let refusal = 0;
let throttled = 0;
let deaf = false;
let stat = 'DELIVRD';

const bound = new Set();
const connections = new Set();
const unfinished = new Map(); // parts of long messages, by sender, receiver and reference
const waiting = []; // receipts for when a client is connected again

const hex = (status) => `0x${status.toString(16).toUpperCase().padStart(8, '0')}`;
const hexOf = (bytes) => Buffer.from(bytes).toString('hex');

function bind(session, pdu) {
  let status = 0;
  if (session.systemId !== undefined) status = smpp.ESME_RALYBND;
  else if (pdu.system_id !== args['system-id']) status = smpp.ESME_RINVSYSID;
  else if (pdu.password !== args.password) status = smpp.ESME_RINVPASWD;
  if (status) {
    say({ refusedBind: { systemId: pdu.system_id, status: hex(status) } });
    session.send(pdu.response({ command_status: status }));
    return;
  }
  session.systemId = pdu.system_id;
  session.unanswered = new Set();
  bound.add(session);
  session.send(pdu.response({ system_id: 'peer', sc_interface_version: 0x34 }));
  say({ bound: { systemId: pdu.system_id } });
  for (const receipt of waiting.splice(0)) deliver(receipt);
}

function submit(session, pdu) {
  const to = pdu.destination_addr;
  if (!bound.has(session)) {
    session.send(pdu.response({ command_status: smpp.ESME_RINVBNDSTS }));
    return;
  }
  if (deaf) {
    say({ ignored: { to } });
    return;
  }
  let status = refusal;
  refusal = 0;
  if (!status && throttled > 0) {
    throttled -= 1;
    status = smpp.ESME_RTHROTTLED;
  }
  if (status) {
    say({ refused: { to, status: hex(status) } });
    session.send(pdu.response({ command_status: status }));
    return;
  }

  const id = randomBytes(8).toString('hex');
  session.send(pdu.response({ message_id: id }));
  const part = partOf(pdu, id);
  const message = assembled(pdu, part);
  if (message) say({ message });

  // Bits 0 and 1: 1 asks for a receipt whatever happens, 2 only of a failure.
  const asked = pdu.registered_delivery & 3;
  if (asked === 1 || (asked === 2 && stat !== 'DELIVRD')) {
    const receipt = { id, stat, from: pdu.source_addr, to, text: part.text, submitted: new Date() };
    setTimeout(() => deliver(receipt), Number(args['receipt-after']));
  }
}

// One submit: its text, and where it belongs if it is a part, by a header in front of the text or by TLVs.
function partOf(pdu, id) {
  const source = pdu.message_payload ?? pdu.short_message ?? {};
  // What is in no character set that the library knows comes as bytes.
  const text = Buffer.isBuffer(source.message) ? hexOf(source.message) : (source.message ?? '');
  for (const element of source.udh ?? []) {
    const wide = element[0] === 0x08;
    if (!wide && element[0] !== 0x00) continue;
    const [total, number] = element.subarray(wide ? 4 : 3);
    return { id, text, reference: hexOf(element.subarray(0, wide ? 4 : 3)), total, number };
  }
  if (pdu.sar_msg_ref_num !== undefined) {
    const { sar_total_segments: total, sar_segment_seqnum: number } = pdu;
    return { id, text, reference: `sar${pdu.sar_msg_ref_num}`, total, number };
  }
  return { id, text, total: 1, number: 1 };
}

function assembled(pdu, part) {
  let parts = [part];
  if (part.total > 1) {
    const key = [pdu.source_addr, pdu.destination_addr, part.reference, part.total].join('|');
    if (!unfinished.has(key)) unfinished.set(key, new Map());
    const have = unfinished.get(key).set(part.number, part);
    if (have.size < part.total) return undefined;
    unfinished.delete(key);
    parts = [...have.values()].sort((a, b) => a.number - b.number);
  }
  return {
    to: pdu.destination_addr,
    from: pdu.source_addr,
    text: parts.map(({ text }) => text).join(''),
    dataCoding: pdu.data_coding,
    parts: parts.length,
    registeredDelivery: pdu.registered_delivery,
    id: parts[0].id,
    ids: parts.map((each) => each.id),
  };
}

function deliver(receipt) {
  const session = [...bound].at(-1);
  if (!session) {
    waiting.push(receipt);
    return;
  }
  session.unanswered.add(receipt);
  const delivered = receipt.stat === 'DELIVRD';
  // The field holds the beginning of the message, which is often not in the receipt's character set.
  const beginning = receipt.text.slice(0, 20).replace(/[^ -_a-~]/g, '?');
  const fields = {
    id: receipt.id,
    sub: '001',
    dlvrd: delivered ? '001' : '000',
    'submit date': minute(receipt.submitted),
    'done date': minute(new Date()),
    stat: receipt.stat,
    err: delivered ? '000' : '001',
    text: beginning,
  };
  session.deliver_sm(
    {
      source_addr_ton: smpp.TON.INTERNATIONAL,
      source_addr_npi: smpp.NPI.ISDN,
      source_addr: receipt.to,
      destination_addr: receipt.from,
      esm_class: smpp.ESM_CLASS.MC_DELIVERY_RECEIPT,
      data_coding: 0,
      short_message: Object.entries(fields).map(([name, value]) => `${name}:${value}`).join(' '),
      receipted_message_id: receipt.id,
      message_state: STATES[receipt.stat],
    },
    (answer) => {
      session.unanswered.delete(receipt);
      say({ receipt: { id: receipt.id, stat: receipt.stat, status: hex(answer.command_status) } });
    },
  );
}

// YYMMDDhhmm
const minute = (date) => date.toISOString().replace(/\D/g, '').slice(2, 12);

const server = smpp.createServer((session) => {
  connections.add(session);
  session.on('bind_transceiver', (pdu) => bind(session, pdu));
  for (const other of ['bind_receiver', 'bind_transmitter']) {
    session.on(other, (pdu) => session.send(pdu.response({ command_status: smpp.ESME_RBINDFAIL })));
  }
  session.on('submit_sm', (pdu) => submit(session, pdu));
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => session.send(pdu.response(), () => session.close()));
  session.on('unknown', (pdu) => session.send(pdu.response()));
  session.on('close', () => {
    connections.delete(session);
    if (!bound.delete(session)) return;
    waiting.push(...session.unanswered);
    say({ closed: { systemId: session.systemId } });
  });
  session.on('error', (error) => {
    // A client that is killed resets its connection: nothing to tell.
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') say({ error: error.message });
    session.destroy();
  });
});

obeySwitches({
  refuse: (status) => (refusal = Number(status)),
  throttle: (count) => (throttled = count),
  deaf: (on) => (deaf = on),
  stat: (name) => {
    if (!(name in STATES)) throw new Error(`no such state: ${name}`);
    stat = name;
  },
  write: ({ from, to, text }) => {
    const session = [...bound].at(-1);
    if (!session) throw new Error('nobody is bound');
    const data_coding = /^[ -~]*$/.test(text) ? 0 : 8;
    const address = { source_addr_ton: smpp.TON.INTERNATIONAL, source_addr_npi: smpp.NPI.ISDN, source_addr: from };
    session.deliver_sm(
      { ...address, destination_addr: to, esm_class: 0, data_coding, short_message: text },
      (answer) => say({ heard: { from, status: hex(answer.command_status) } }),
    );
  },
  drop: () => connections.forEach((session) => session.destroy()),
});
listen(server, args.port);
