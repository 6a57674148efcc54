// fhir-kit-client walks a node: node kit.mjs BASE PATIENT, with the token in HIE_TOKEN. Prints what it found as one line of JSON.
import { Client } from "fhir-kit-client";

const [base, patient] = process.argv.slice(2);
const client = new Client({ baseUrl: base, bearerToken: process.env.HIE_TOKEN });
const found = { client: "fhir-kit-client" };

found.fhirVersion = (await client.capabilityStatement()).fhirVersion;

const read = await client.read({ resourceType: "Patient", id: patient });
found.family = read.name[0].family;

let page = await client.resourceSearch({
  resourceType: "Observation",
  searchParams: { patient: `Patient/${patient}`, _count: 10, _sort: "date" },
});
found.total = page.total;
found.pages = 0;
found.dates = [];
for (; page; page = await client.nextPage({ bundle: page })) {
  found.pages++;
  page.entry.forEach(({ resource }) => found.dates.push(resource.effectiveDateTime));
}

const one = await client.resourceSearch({ resourceType: "Observation", searchParams: { patient: `Patient/${patient}`, _count: 1 } });
const subject = await client.resolve({ reference: one.entry[0].resource.subject.reference });
found.resolved = `${subject.resourceType}/${subject.id}`;

found.compartment = (
  await client.compartmentSearch({
    resourceType: "Observation",
    compartment: { resourceType: "Patient", id: patient },
    searchParams: { _summary: "count" },
  })
).total;

const created = await client.create({
  resourceType: "Flag",
  body: { resourceType: "Flag", status: "active", code: { text: "a client was here" }, subject: { reference: `Patient/${patient}` } },
});
const changed = await client.update({ resourceType: "Flag", id: created.id, body: { ...created, status: "inactive" } });
const patched = await client.patch({
  resourceType: "Flag",
  id: created.id,
  jsonPatch: [{ op: "replace", path: "/status", value: "entered-in-error" }],
});
found.statuses = [created.status, changed.status, patched.status];
found.history = (await client.resourceHistory({ resourceType: "Flag", id: created.id })).total;
found.second = (await client.vread({ resourceType: "Flag", id: created.id, version: "2" })).status;

const batch = await client.batch({
  body: {
    resourceType: "Bundle",
    type: "batch",
    entry: [
      { request: { method: "GET", url: `Patient/${patient}` } },
      { request: { method: "GET", url: "Patient/nobody" } },
      { request: { method: "DELETE", url: `Flag/${created.id}` } },
    ],
  },
});
found.batch = batch.entry.map(({ response }) => response.status.slice(0, 3));

try {
  await client.read({ resourceType: "Flag", id: created.id });
} catch (refused) {
  found.deleted = refused.response.status;
  found.outcome = refused.response.data.resourceType;
}
console.log(JSON.stringify(found));
