// A stand-in for the server, for work on the pages: node mock/server.mjs [--port N, 0 for any] [--plant demo|empty|large|failing] [--dist DIR]
import { createServer } from "node:http";
import { readFileSync, existsSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { explain } from "./explain.mjs";
import { PREFIXES, filled, ledger, listLedgers } from "./ledgers.mjs";
import { options } from "./options.mjs";
import * as plantRows from "./plant.mjs";
import * as program from "./program.mjs";
import {
  Refused,
  asset,
  assets,
  compare,
  conversations,
  holds,
  listAssets,
  listConversations,
  listed,
  listRows,
  map,
  mode,
  must,
  overview,
  paged,
  plant,
  requirement,
  signal,
  table,
  zoneDetail,
  sumTraffic,
} from "./answers.mjs";

const listeners = new Set();
function changed() {
  plant.version++;
  for (const r of listeners)
    r.write(`event: changed\nid: ${plant.version}\ndata: {"version":${plant.version}}\n\n`);
}

function save(rows, body, id) {
  const i = rows.findIndex((r) => r.id === id);
  if (i < 0) throw new Refused(404, `There is no "${id}".`);
  return (rows[i] = { ...rows[i], ...body });
}
function add(rows, body, prefix) {
  if (rows.some((r) => r.id === body.id)) throw new Refused(409, `There is a "${body.id}" already.`);
  const next = prefix && prefix + String(rows.length + 1).padStart(3, "0");
  const created = { ...body, id: body.id || next };
  rows.push(created);
  return created;
}
function remove(rows, id) {
  const i = rows.findIndex((r) => r.id === id);
  if (i < 0) throw new Refused(404, `There is no "${id}".`);
  rows.splice(i, 1);
}

function claim(id, body) {
  if (body.not_applicable && !(body.reason && body.approver))
    throw new Refused(422, "A claim that is not applicable needs a reason and an approver.");
  program.claims.set(id, { requirement: id, ...body, at: body.at ?? plant.as_of });
  return requirement(id);
}

const all = {
  zones: plantRows.zones,
  conduits: plantRows.conduits,
  evidence: program.evidence,
  measures: program.measures,
};
const documents = [
  {
    name: "executive-brief",
    title: "Executive brief",
    about: "Where the program stands, what weighs most, what lapses and which decisions are wanted.",
    formats: ["html", "pdf", "xlsx", "csv", "json"],
    subject: { kind: "plant", needed: false, choices: [] },
  },
];
const shown = { evidence: program.evidenceState, measures: program.measureState };

function read(path, query) {
  const [name, id, more] = path;
  if (name === "ledgers" && !id) return listLedgers();
  if (name === "ledgers") {
    const { rows, shown } = must(ledger(id), `There is no ledger "${id}".`);
    if (more)
      return shown(
        must(
          rows.find((r) => r.id === more),
          `There is no "${more}".`,
        ),
      );
    return listRows(
      rows.map((r) => filled(id, shown(r))),
      query,
    );
  }
  if (name === "assets") return id ? asset(id) : listAssets(query);
  if (name === "conversations")
    return id
      ? must(
          conversations.find((c) => c.id === id),
          `There is no conversation "${id}".`,
        )
      : listConversations(query);
  if (name === "traffic") return sumTraffic(id, query);
  if (name === "zones" && id) return zoneDetail(id);
  if (name === "zones" || name === "conduits")
    return id
      ? must(
          all[name].find((r) => r.id === id),
          `There is no conduit "${id}".`,
        )
      : listed([...all[name]].sort((a, b) => compare(a.id, b.id)));
  if (name === "program" && id) return requirement(id);
  if (name === "program") {
    const rows = program.requirements.map(program.requirementRow);
    return { counts: program.counts(rows), elements: program.elements(rows), requirements: rows };
  }
  if ((name === "evidence" || name === "measures") && !more)
    return paged(
      all[name]
        .filter((r) => !query.get("requirement") || r.requirement === query.get("requirement"))
        .map(shown[name]),
      query,
    );
  if (name === "signals") return id ? signal(id, query) : listed(program.signals.map(program.signalRow));
  if (name === "catalogue")
    return id
      ? {
          table,
          ...paged(
            program.catalogue.filter((r) => holds(query.get("q"), r.join(" "))),
            query,
          ),
        }
      : listed([table]);
  const single = {
    overview,
    documents: () => ({ rows: documents }),
    map,
    explain: () => explain(query.get("figure")),
    session: () => ({ name: "local", role: "owner", needed: false, may_change: true }),
    health: () => ({ status: "ok", program: "0.1.0", plant: plant.name, version: plant.version }),
  }[name];
  return must(single, "There is no such resource.")();
}

function write(method, [name, id, more], body) {
  changed();
  if (name === "program" && more === "claim") return [200, claim(id, body)];
  if (name === "assets" && more === "registered") {
    if (method === "DELETE") plantRows.registered.delete(id);
    else plantRows.registered.set(id, { address: id, ...body });
    Object.assign(
      assets.find((a) => a.id === id),
      { registered: method !== "DELETE", ...(body?.name ? { name: body.name } : {}) },
    );
    return method === "DELETE" ? [204] : [200, plantRows.registered.get(id)];
  }
  if (name === "ledgers") {
    const { rows, shown } = must(ledger(id), `There is no ledger "${id}".`);
    if (method === "DELETE") return [204, remove(rows, more)];
    if (method === "PUT") return [200, shown(save(rows, body, more))];
    return [201, shown(add(rows, filled(id, body), PREFIXES[id]))];
  }
  if (name === "evidence" && more === "file")
    return [200, program.evidenceState(save(program.evidence, { digest: "ab".repeat(32) }, id))];
  const view = shown[name] ?? ((r) => r);
  if (method === "DELETE") return [204, remove(all[name], id)];
  if (method === "PUT") return [200, view(save(all[name], body, id))];
  const blank = { evidence: { digest: "" }, measures: { renewals: 0 } }[name];
  return [201, view(add(all[name], { ...blank, ...body }, { evidence: "EV-", measures: "CM-" }[name]))];
}

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};
// What the pages must do with: nothing from elsewhere, no script or style inside a page.
const POLICY =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
function serveFile(response, path) {
  const file = join(options.dist, normalize(path === "/" ? "/index.html" : path));
  if (!options.dist || !existsSync(file)) {
    response.writeHead(404);
    return response.end();
  }
  response.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "content-security-policy": POLICY,
  });
  response.end(readFileSync(file));
}

const answer = (response, code, body) => {
  response.writeHead(code, { "content-type": "application/json" });
  response.end(body === undefined || code === 204 ? undefined : JSON.stringify(body));
};

createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (!url.pathname.startsWith("/api/v1/")) return serveFile(response, url.pathname);
  const path = url.pathname.slice(8).split("/").map(decodeURIComponent);
  if (mode === "failing")
    return answer(response, 503, {
      error: { code: 503, message: "The database is locked by another process." },
    });
  if (path[0] === "openapi.yaml")
    return response.end(readFileSync(fileURLToPath(new URL("../../src/api/openapi.yaml", import.meta.url))));
  if (path[0].startsWith("report.") || (path[0] === "documents" && path[1])) {
    response.writeHead(200, { "content-type": "text/html" });
    return response.end("<h1>Report</h1>");
  }
  if (path[0] === "events") {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(`event: changed\nid: ${plant.version}\ndata: {"version":${plant.version}}\n\n`);
    listeners.add(response);
    return request.on("close", () => listeners.delete(response));
  }
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const text = Buffer.concat(chunks).toString();
    if (request.method === "GET") answer(response, 200, read(path, url.searchParams));
    else
      answer(response, ...write(request.method, path, text && path[2] !== "file" ? JSON.parse(text) : null));
  } catch (e) {
    answer(response, e.code ?? 500, { error: { code: e.code ?? 500, message: e.message } });
  }
}).listen(Number(options.port), "127.0.0.1", function () {
  console.log(`mock of plant "${plant.name}" on port ${this.address().port}`);
});
