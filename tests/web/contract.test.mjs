// The stand-in answers as openapi.yaml says, so that pages built against it fit the server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import Ajv from "ajv";
import { parse } from "yaml";
import { standIn } from "./plant.mjs";

const document = parse(
  readFileSync(new URL("../../src/api/openapi.yaml", import.meta.url), "utf8"),
);
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(document, "api");

const servers = {};
before(async () => {
  for (const plant of ["demo", "empty"]) servers[plant] = await standIn(plant);
});
after(async () => {
  for (const server of Object.values(servers)) await server.stop();
});

const REQUESTS = [
  ["/overview"],
  ["/assets"],
  ["/assets/{id}", "/assets/10.41.0.11"],
  ["/assets/{id}", "/assets/10.41.0.77"],
  ["/conversations"],
  ["/conversations/{id}", "/conversations/10.42.0.20-10.41.0.11-tcp-502"],
  ["/traffic/zones"],
  ["/traffic/assets", "/traffic/assets?zone_to=cell-a"],
  ["/traffic/operations"],
  ["/map"],
  ["/zones"],
  ["/zones/{id}", "/zones/cell-a"],
  ["/conduits"],
  ["/conduits/{id}", "/conduits/scada-to-cell-a"],
  ["/program"],
  ["/program/{requirement}", "/program/NET%201.1"],
  ["/evidence"],
  ["/measures"],
  ["/ledgers"],
  ["/ledgers/{ledger}", "/ledgers/evidence?sort=-expires"],
  ["/ledgers/{ledger}/{key}", "/ledgers/findings/F-001"],
  ["/signals"],
  ["/signals/{id}", "/signals/crossing-without-conduit"],
  ["/explain", "/explain?figure=spe:NET"],
  ["/explain", "/explain?figure=asset:10.41.0.11"],
  ["/catalogue"],
  ["/catalogue/{table}", "/catalogue/iec62443-2-1-2024"],
  ["/health"],
];

const pointer = (path) =>
  `api#/paths/${path.replace(/~/g, "~0").replace(/\//g, "~1").replace(/[{}]/g, encodeURIComponent)}/get/responses/200/content/application~1json/schema`;

for (const [path, url = path] of REQUESTS) {
  test(`the stand-in's ${url} fits its schema`, async () => {
    for (const [plant, server] of Object.entries(servers)) {
      const answer = await fetch(`${server.url}/api/v1${url}`);
      const body = await answer.json();
      const valid = ajv.getSchema(
        answer.ok ? pointer(path) : "api#/components/schemas/Error",
      );
      assert.ok(valid, "the document has the schema");
      assert.ok(valid(body), `${plant}: ${ajv.errorsText(valid.errors)}`);
      if (plant === "demo") assert.equal(answer.status, 200);
    }
  });
}
