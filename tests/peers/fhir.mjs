// A client of FHIR that others wrote: reads what the server says of itself, and pages through a search.
//
//   node fhir.mjs BASE TOKEN TYPE PATIENT COUNT
//
// It says {"read":{"server":"4.0.1","total":N,"pages":N,"ids":[…],"first":ID}} and ends.
import { Client } from 'fhir-kit-client';
import { say } from './lines.mjs';

const [baseUrl, token, resourceType, patient, count] = process.argv.slice(2);
const client = new Client({ baseUrl, bearerToken: token });
say({ ready: true });
const server = await client.capabilityStatement();
const ids = [];
let pages = 0;
let total = 0;
let bundle = await client.search({ resourceType, searchParams: { patient, _count: count } });
while (bundle) {
  pages += 1;
  total = bundle.total;
  for (const entry of bundle.entry ?? []) ids.push(entry.resource.id);
  bundle = await client.nextPage({ bundle });
}
const first = await client.read({ resourceType, id: ids[0] });
say({ read: { server: server.fhirVersion, total, pages, ids, first: first.id } });
