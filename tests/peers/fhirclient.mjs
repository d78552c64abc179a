// Another client of FHIR that others wrote: pages through a search by the links of the pages.
//
//   node fhirclient.mjs BASE TOKEN TYPE PATIENT COUNT
//
// It says {"read":{"total":N,"pages":N,"ids":[…]}} and ends.
import module from 'fhirclient/lib/FhirClient.js';
import { say } from './lines.mjs';

const FhirClient = module.default ?? module;
const [base, token, type, patient, count] = process.argv.slice(2);
const client = new FhirClient(base);
const headers = { authorization: `Bearer ${token}` };
say({ ready: true });
const ids = [];
let pages = 0;
let total = 0;
let next = `${type}?patient=${patient}&_count=${count}`;
while (next) {
  const bundle = await client.fhirRequest(next, { headers });
  pages += 1;
  total = bundle.total;
  for (const entry of bundle.entry ?? []) ids.push(entry.resource.id);
  next = bundle.link?.find(({ relation }) => relation === 'next')?.url;
}
say({ read: { total, pages, ids } });
