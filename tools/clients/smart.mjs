// SMART's fhirclient walks a node: node smart.mjs BASE PATIENT, with the token in HIE_TOKEN. Prints what it found as one line of JSON.
import fhirclient from "fhirclient";

const [serverUrl, patient] = process.argv.slice(2);
const nobody = { headers: {} };
const client = fhirclient(nobody, nobody).client({
  serverUrl,
  tokenResponse: { access_token: process.env.HIE_TOKEN, patient },
});
const found = { client: "fhirclient" };

found.family = (await client.patient.read()).name[0].family;

found.pages = 0;
found.dates = [];
await client.request(`Observation?patient=Patient/${patient}&_count=10&_sort=date`, {
  pageLimit: 0,
  onPage(page) {
    found.pages++;
    page.entry.forEach(({ resource }) => found.dates.push(resource.effectiveDateTime));
  },
});

const flat = { pageLimit: 0, flat: true };
found.resources = (await client.request(`Observation?patient=Patient/${patient}&_count=25`, flat)).length;

const resolved = await client.request(`Observation?patient=Patient/${patient}&_count=1`, { resolveReferences: "subject", graph: true });
const { resourceType, id } = resolved.entry[0].resource.subject;
found.resolved = `${resourceType}/${id}`;

const created = await client.create({
  resourceType: "Flag",
  status: "active",
  code: { text: "a client was here" },
  subject: { reference: `Patient/${patient}` },
});
const changed = await client.update({ ...created, status: "inactive" });
const patched = await client.patch(`Flag/${created.id}`, [{ op: "replace", path: "/status", value: "entered-in-error" }]);
found.statuses = [created.status, changed.status, patched.status];
await client.delete(`Flag/${created.id}`);
try {
  await client.request(`Flag/${created.id}`);
} catch (refused) {
  found.deleted = refused.status;
}
console.log(JSON.stringify(found));
