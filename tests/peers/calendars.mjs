// A calendar that others wrote (ical.js): takes one file after another as an update, as RFC 5546 asks of it.
//
//   node calendars.mjs FILE…
//
// It says {"read":{"seen":[EVENT…],"kept":[EVENT…]}} and ends; an EVENT is {"uid","sequence","status","start","end","summary"},
// moments in UTC. Of events with one UID the one with the highest SEQUENCE is kept.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import { say } from './lines.mjs';

say({ ready: true });
const utc = (moment) => moment.convertToZone(ICAL.Timezone.utcTimezone).toICALString();
const seen = [];
const kept = new Map();
for (const file of process.argv.slice(2)) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, 'utf8')));
  for (const part of calendar.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(part, { strictExceptions: true });
    const { uid, sequence, summary } = event;
    const status = part.getFirstPropertyValue('status');
    const read = { uid, sequence, status, start: utc(event.startDate), end: utc(event.endDate), summary };
    seen.push(read);
    if (!kept.has(uid) || kept.get(uid).sequence <= sequence) kept.set(uid, read);
  }
}
say({ read: { seen, kept: [...kept.values()] } });
