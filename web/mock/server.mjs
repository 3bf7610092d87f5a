// A stand-in for the server, for work on the pages: node mock/server.mjs [--port N, 0 for any] [--plant demo|empty|large|failing] [--dist DIR]
import { createServer } from "node:http";
import { readFileSync, existsSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as plantRows from "./plant.mjs";
import * as program from "./program.mjs";

const { values: options } = parseArgs({ options: { port: { type: "string", default: "8744" }, plant: { type: "string", default: "demo" }, dist: { type: "string", default: "" } } });
const mode = options.plant;
const empty = mode === "empty";
const plant = empty ? { name: "New plant", organisation: "", site: "", as_of: "2026-03-02", clock_observed: false, version: 0 } : plantRows.plant;
if (empty) {
  for (const rows of [plantRows.zones, plantRows.conduits, program.evidence, program.measures, plantRows.captures]) rows.length = 0;
  program.claims.clear();
  plantRows.names.clear();
  plantRows.registered.clear();
  program.signals.forEach((s) => Object.assign(s, { state: "no_data", count: 0, rows: [], sentence: "Nothing was seen yet.", first: null, last: null }));
}

const conversations = empty ? [] : plantRows.conversations();
const assets = [...plantRows.names.keys()].map((id) => plantRows.assetRow(id, conversations));
if (mode === "large") {
  const kinds = [["plc", "ot", "1", "Siemens", "CPU 1214C"], ["drive", "ot", "1", "Danfoss", "FC 302"], ["hmi", "ot", "2", "Siemens", "TP700"], ["workstation", "it", "4", "Dell", ""], ["camera", "iot", "2", "Axis", "P3245"]];
  for (let n = 0; assets.length < 100000; n++) {
    const [role, cls, level, vendor, model] = kinds[n % 5];
    const id = `10.${100 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
    assets.push({ ...assets[0], id, ips: [id], name: `${role}-${n}`, class: cls, role, level, vendor, model, firmware: `${1 + (n % 9)}.${n % 20}`, zone: "", registered: n % 3 > 0, signals: 0, packets: (n * 7919) % 100000 });
  }
}

class Refused extends Error {
  constructor(code, message) { super(message); this.code = code; }
}
const must = (row, message) => { if (!row) throw new Refused(404, message); return row; };

const { compare: byText } = new Intl.Collator("en", { numeric: true });
const compare = (a, b) => (typeof a === "number" ? a - b : byText(a ?? "", b ?? ""));

function paged(rows, query, fallback = 100) {
  const offset = Number(query.get("offset") ?? 0), limit = Number(query.get("limit") ?? fallback);
  return { total: rows.length, offset, limit, rows: rows.slice(offset, offset + limit) };
}

function sorted(rows, query, fallback, key = (r, k) => r[k]) {
  const sort = query.get("sort") ?? fallback, down = sort.startsWith("-"), k = sort.replace(/^-/, "");
  return [...rows].sort((a, b) => (down ? -1 : 1) * compare(key(a, k), key(b, k)));
}

const wants = (query, name, value) => !query.get(name) || (query.get(name) === "-" ? value === "" : query.get(name) === value);
const holds = (q, text) => !q || q.toLowerCase().split(/\s+/).every((w) => text.toLowerCase().includes(w));

function facet(rows, key) {
  const counts = new Map();
  for (const r of rows) for (const v of [key(r)].flat()) counts.set(v || "-", (counts.get(v || "-") ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

function overview() {
  const rows = program.requirements.map(program.requirementRow);
  const days = (date) => Math.round((Date.parse(date) - Date.parse(plant.as_of)) / 86400000);
  const expiring = [...program.evidence.map((e) => ["evidence", e]), ...program.measures.map((m) => ["measure", m]), ...plantRows.conduits.map((k) => ["conduit", k])]
    .filter(([, r]) => r.expires && days(r.expires) <= 90)
    .map(([kind, r]) => ({ kind, id: r.id, title: r.title ?? r.name, requirement: r.requirement ?? "", expires: r.expires, days_left: days(r.expires) }))
    .sort((a, b) => a.days_left - b.days_left);
  const by = (cls) => assets.filter((a) => a.class === cls).length;
  return {
    plant, requirements: program.counts(rows), elements: program.elements(rows),
    assets: { total: assets.length, by_class: { ot: by("ot"), it: by("it"), iot: by("iot"), network: by("network"), unknown: by("unknown") }, unregistered: assets.filter((a) => !a.registered).length, registered_unseen: assets.filter((a) => !a.seen).length, in_no_zone: assets.filter((a) => !a.zone).length },
    conversations: { total: conversations.length, not_allowed: conversations.filter((c) => c.verdict.state === "not_allowed").length, no_zone: 0 },
    contradicting: program.signals.filter((s) => s.effect === "contradicts" && s.state === "found").map(program.signalRow), expiring, captures: plantRows.captures,
  };
}

function listAssets(query) {
  const kept = assets.filter((a) => wants(query, "class", a.class) && wants(query, "role", a.role) && wants(query, "zone", a.zone) && wants(query, "level", a.level) &&
    (!query.get("registered") || String(a.registered) === query.get("registered")) && holds(query.get("q"), [a.id, a.name, a.vendor, a.model, a.firmware, a.role, ...a.macs, ...a.protocols].join(" ")));
  return { ...paged(sorted(kept, query, "id"), query), facets: { class: facet(assets, (a) => a.class), role: facet(assets, (a) => a.role), zone: facet(assets, (a) => a.zone), level: facet(assets, (a) => a.level) } };
}

function identity(a) {
  const seen = { capture: plantRows.CAPTURE, frame: 214 };
  const line = (field, title, value, source, confidence, chosen = true) => ({ field, title, value, source, confidence, chosen, contradicts: !chosen, count: 4, first: a.first, last: a.last, seen });
  const source = { "10.41.0.11": "modbus 43/14", "10.41.0.12": "s7comm system state list", "10.42.0.11": "enip list identity" }[a.id] ?? "lldp system description";
  return [a.vendor && line("vendor", "Vendor", a.vendor, source, 95), a.vendor && line("vendor", "Vendor", "Private", "MAC prefix", 40, false), a.model && line("model", "Model", a.model, source, 95), a.firmware && line("firmware", "Firmware version", a.firmware, source, 95), a.name && line("name", "Name", a.name, "lldp system name", 90)].filter(Boolean);
}

function asset(id) {
  const a = must(assets.find((x) => x.id === id), `There is no asset "${id}".`);
  const mine = conversations.filter((c) => c.client.id === id || c.server.id === id);
  const operations = (side, peer) => mine.filter((c) => c[side].id === id).flatMap((c) => c.operations.map((operation) => ({ peer: c[peer], conversation: c.id, operation })));
  const decision = (value, reason, confidence) => ({ value, reason: value ? reason : "Nothing that was seen decides it.", confidence: value ? confidence : 0 });
  return {
    asset: a, class: decision(a.class, `It answers ${a.protocols.join(", ") || "nothing that was seen"}.`, 80), role: decision(a.role, "It answers the protocol of a controller and asks nobody for process values.", 85),
    level: decision(a.level, `A ${a.role} belongs to level ${a.level}.`, 60), zone: decision(a.zone, `${id} is in the range of zone "${a.zone}".`, 100), identity: identity(a),
    addresses: a.macs.map((mac) => ({ mac, ip: id, how: "arp", disputed: false, count: 41, first: a.first, last: a.last, seen: { capture: plantRows.CAPTURE, frame: 12 } })),
    protocols: a.protocols.map((name) => ({ name, as_client: mine.some((c) => c.client.id === id && c.protocol === name), as_server: mine.some((c) => c.server.id === id && c.protocol === name) })),
    is_router: false, is_virtual: false, registered: plantRows.registered.get(id) ?? null, conversations_total: mine.length, conversations: mine.slice(0, 100),
    operations_issued: operations("client", "server"), operations_received: operations("server", "client"),
    signals: program.signals.filter((s) => s.rows.some((r) => r.references.some((x) => x.id === id))).map(program.signalRow), measures: program.measures.filter((m) => m.asset === id).map(program.measureState),
  };
}

function listConversations(query) {
  const kept = conversations.filter((c) => wants(query, "client", c.client.id) && wants(query, "server", c.server.id) && wants(query, "zone_from", c.client.zone) && wants(query, "zone_to", c.server.zone) && wants(query, "verdict", c.verdict.state) &&
    (!query.get("asset") || [c.client.id, c.server.id].includes(query.get("asset"))) && (!query.get("protocol") || c.protocol === query.get("protocol")) && (!query.get("access") || c.access.includes(query.get("access"))) &&
    holds(query.get("q"), [c.client.id, c.client.name, c.server.id, c.server.name, c.protocol, ...c.operations.map((o) => o.name)].join(" ")));
  const key = (c, k) => (k === "client" || k === "server" ? c[k].id : k === "verdict" ? c.verdict.state : c[k]);
  return { ...paged(sorted(kept, query, "client", key), query), facets: { protocol: facet(conversations, (c) => c.protocol), verdict: facet(conversations, (c) => c.verdict.state) } };
}

const unique = (values) => [...new Set(values)];

function map() {
  const zones = plantRows.zones.map((z) => {
    const inside = assets.filter((a) => a.zone === z.id);
    return { id: z.id, name: z.name, parent: "", level: z.level, safety: z.safety, business: z.business, assets: inside.length, unregistered: inside.filter((a) => !a.registered).length, signals: inside.filter((a) => a.signals).length, conversations_inside: conversations.filter((c) => c.client.zone === z.id && c.server.zone === z.id).length };
  });
  const edges = new Map();
  for (const c of conversations) {
    const state = { allowed: "allowed_seen", not_allowed: "seen_not_allowed" }[c.verdict.state];
    if (!state) continue;
    const id = [c.client.zone, c.server.zone, state].join();
    const e = edges.get(id) ?? { from: c.client.zone, to: c.server.zone, state, access: [], protocols: [], packets: 0, conversations: 0, conduits: [], reason: c.verdict.reason };
    edges.set(id, { ...e, access: unique([...e.access, ...c.access]), protocols: unique([...e.protocols, c.protocol]), packets: e.packets + c.packets, conversations: e.conversations + 1, conduits: unique([...e.conduits, c.verdict.conduit].filter(Boolean)) });
  }
  for (const k of plantRows.conduits) {
    if ([...edges.values()].some((e) => e.conduits.includes(k.id) && e.state === "allowed_seen")) continue;
    edges.set(k.id, { from: k.from, to: k.to, state: "allowed_unseen", access: unique(k.services.flatMap((s) => s.access)), protocols: unique(k.services.map((s) => s.protocol)), packets: 0, conversations: 0, conduits: [k.id], reason: `Conduit "${k.id}" allows it; nothing of it was seen.` });
  }
  return { zones, edges: [...edges.values()].sort((a, b) => compare(a.from + a.to + a.state, b.from + b.to + b.state)) };
}

function zoneDetail(id) {
  const zone = must(plantRows.zones.find((z) => z.id === id), `There is no zone "${id}".`);
  const inside = assets.filter((a) => a.zone === id);
  const mine = conversations.filter((c) => c.client.zone === id || c.server.zone === id);
  const edges = mine.filter((c) => !c.server.is_group).map((c) => ({ from: c.client.id, to: c.server.id, state: c.verdict.state, access: c.access, protocols: [c.protocol], packets: c.packets, conversations: 1 }));
  const outside = mine.flatMap((c) => [c.client, c.server]).filter((e) => e.zone !== id && !e.is_group);
  return { zone, assets_total: inside.length, assets: inside, neighbours: [...new Map(outside.map((e) => [e.id, e])).values()], edges, conduits: plantRows.conduits.filter((k) => k.from === id || k.to === id) };
}

function requirement(id) {
  const r = must(program.requirements.find((x) => x.id === id), `There is no requirement "${id}".`);
  return {
    requirement: program.requirementRow(r), element_title: r.element_title, related: r.related, confidence: r.confidence, claim: program.claimOf(id), evidence: program.evidence.filter((e) => e.requirement === id).map(program.evidenceState),
    measures: program.measures.filter((m) => m.requirement === id).map(program.measureState), signals: program.signals.filter((s) => s.requirements.includes(id)).map(program.signalRow), explanation: program.explainRequirement(r),
  };
}

function explain(figure) {
  const [kind, id] = [figure.split(":")[0], figure.slice(figure.indexOf(":") + 1)];
  const rows = program.requirements.map(program.requirementRow);
  const tree = (title, value, sentence, because) => ({ figure, title, value: String(value), sentence, because });
  const leaf = (sentence, references = []) => ({ sentence, references, because: [] });
  const node = (r) => ({ sentence: `${r.id} is supported at ${r.supported}, claimed ${r.claimed}. ${r.reason}`, references: [{ kind: "requirement", id: r.id, text: r.id }], because: [] });
  if (kind === "overall") return tree("Requirements at target", program.counts(rows).at_target, `${program.counts(rows).at_target} of ${rows.length} requirements reach their target.`, program.elements(rows).map((e) => leaf(`${e.id}: ${e.counts.at_target} of ${e.counts.total} at target.`, [{ kind: "element", id: e.id, text: e.title }])));
  if (kind === "spe") {
    const e = must(program.elements(rows).find((x) => x.id === id), `There is no element "${id}".`);
    return tree(`Supported maturity of ${e.title}`, e.supported, `The lowest of its applicable requirements decides: claimed ${e.claimed}, supported ${e.supported}.`, rows.filter((r) => r.element === id && r.state !== "not_applicable" && r.supported === e.supported).map(node));
  }
  if (kind === "requirement") return program.explainRequirement(must(program.requirements.find((r) => r.id === id), `There is no requirement "${id}".`));
  if (kind === "signal") {
    const s = must(program.signals.find((x) => x.id === id), `There is no signal "${id}".`);
    return tree(s.title, s.count, s.sentence, s.rows.map(({ sentence, references }) => leaf(sentence, references)));
  }
  if (kind === "asset") {
    const a = asset(id);
    return tree(`What ${a.asset.name || id} is`, a.role.value, `It is taken for a ${a.role.value || "device of unknown role"} of class ${a.class.value}.`, [leaf(`Class ${a.class.value}: ${a.class.reason}`), leaf(`Role: ${a.role.reason}`), leaf(`Level: ${a.level.reason}`), ...a.identity.map((l) => leaf(`${l.title} "${l.value}" from ${l.source}, confidence ${l.confidence}.`, [{ kind: "capture", id: l.seen.capture, text: l.seen.capture, frame: l.seen.frame }]))]);
  }
  if (kind === "pair") {
    const [from, to] = id.split(">");
    const mine = conversations.filter((c) => c.client.zone === from && c.server.zone === to);
    return tree(`From ${from} to ${to}`, mine.length, `${mine.length} conversations were seen from zone "${from}" to zone "${to}".`, mine.map((c) => leaf(`${c.client.name || c.client.id} to ${c.server.name || c.server.id}, ${c.protocol}: ${c.verdict.reason}`, [{ kind: "conversation", id: c.id, text: `${c.protocol} to port ${c.port}` }])));
  }
  if (kind === "conversation") {
    const c = must(conversations.find((x) => x.id === id), `There is no conversation "${id}".`);
    return tree("Verdict", c.verdict.state, c.verdict.reason, [leaf(`First seen in frame ${c.seen.frame}.`, [{ kind: "capture", id: c.seen.capture, text: c.seen.capture, frame: c.seen.frame }])]);
  }
  if (kind === "zone") return tree(`Assets in ${id}`, assets.filter((a) => a.zone === id).length, "An asset is in the zone whose range holds its address.", assets.filter((a) => a.zone === id).map((a) => leaf(`${a.id} is in its range.`, [{ kind: "asset", id: a.id, text: a.name || a.id }])));
  throw new Refused(400, `The figure "${figure}" is not understood.`);
}

const table = { id: "iec62443-2-1-2024", title: "Security program requirements for asset owners", edition: "IEC 62443-2-1:2024", note: "Identifiers, and our own short wording.", columns: ["id", "element", "group", "title", "related", "confidence"], total: program.catalogue.length };

function signal(id, query) {
  const s = must(program.signals.find((x) => x.id === id), `There is no signal "${id}".`);
  return { signal: program.signalRow(s), why: s.why, ...paged(s.rows, query) };
}

const listed = (rows) => ({ total: rows.length, rows });
const listeners = new Set();
function changed() {
  plant.version++;
  for (const r of listeners) r.write(`event: changed\nid: ${plant.version}\ndata: {"version":${plant.version}}\n\n`);
}

function save(rows, body, id) {
  const i = rows.findIndex((r) => r.id === id);
  if (i < 0) throw new Refused(404, `There is no "${id}".`);
  return (rows[i] = { ...rows[i], ...body });
}
function add(rows, body, prefix) {
  if (rows.some((r) => r.id === body.id)) throw new Refused(409, `There is a "${body.id}" already.`);
  const created = prefix ? { id: prefix + String(rows.length + 1).padStart(3, "0"), ...body } : body;
  rows.push(created);
  return created;
}
function remove(rows, id) {
  const i = rows.findIndex((r) => r.id === id);
  if (i < 0) throw new Refused(404, `There is no "${id}".`);
  rows.splice(i, 1);
}

function claim(id, body) {
  if (body.not_applicable && !(body.reason && body.approver)) throw new Refused(422, "A claim that is not applicable needs a reason and an approver.");
  program.claims.set(id, { requirement: id, ...body, at: body.at ?? plant.as_of });
  return requirement(id);
}

const all = { zones: plantRows.zones, conduits: plantRows.conduits, evidence: program.evidence, measures: program.measures };
const shown = { evidence: program.evidenceState, measures: program.measureState };

function read(path, query) {
  const [name, id, more] = path;
  if (name === "assets") return id ? asset(id) : listAssets(query);
  if (name === "conversations") return id ? must(conversations.find((c) => c.id === id), `There is no conversation "${id}".`) : listConversations(query);
  if (name === "zones" && id) return zoneDetail(id);
  if (name === "zones" || name === "conduits") return id ? must(all[name].find((r) => r.id === id), `There is no conduit "${id}".`) : listed([...all[name]].sort((a, b) => compare(a.id, b.id)));
  if (name === "program" && id) return requirement(id);
  if (name === "program") { const rows = program.requirements.map(program.requirementRow); return { counts: program.counts(rows), elements: program.elements(rows), requirements: rows }; }
  if ((name === "evidence" || name === "measures") && !more) return paged(all[name].filter((r) => !query.get("requirement") || r.requirement === query.get("requirement")).map(shown[name]), query);
  if (name === "signals") return id ? signal(id, query) : listed(program.signals.map(program.signalRow));
  if (name === "catalogue") return id ? { table, ...paged(program.catalogue.filter((r) => holds(query.get("q"), r.join(" "))), query) } : listed([table]);
  const single = { overview, map, explain: () => explain(query.get("figure")), health: () => ({ status: "ok", program: "0.1.0", plant: plant.name, version: plant.version }) }[name];
  return must(single, "There is no such resource.")();
}

function write(method, [name, id, more], body) {
  changed();
  if (name === "program" && more === "claim") return [200, claim(id, body)];
  if (name === "assets" && more === "registered") {
    if (method === "DELETE") plantRows.registered.delete(id); else plantRows.registered.set(id, { address: id, ...body });
    Object.assign(assets.find((a) => a.id === id), { registered: method !== "DELETE", ...(body?.name ? { name: body.name } : {}) });
    return method === "DELETE" ? [204] : [200, plantRows.registered.get(id)];
  }
  if (name === "evidence" && more === "file") return [200, program.evidenceState(save(program.evidence, { digest: "ab".repeat(32) }, id))];
  const view = shown[name] ?? ((r) => r);
  if (method === "DELETE") return [204, remove(all[name], id)];
  if (method === "PUT") return [200, view(save(all[name], body, id))];
  const blank = { evidence: { digest: "" }, measures: { renewals: 0 } }[name];
  return [201, view(add(all[name], { ...blank, ...body }, { evidence: "EV-", measures: "CM-" }[name]))];
}

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".json": "application/json" };
// What the pages must do with: nothing from elsewhere, no script or style inside a page.
const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
function serveFile(response, path) {
  const file = join(options.dist, normalize(path === "/" ? "/index.html" : path));
  if (!options.dist || !existsSync(file)) { response.writeHead(404); return response.end(); }
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY });
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
  if (mode === "failing") return answer(response, 503, { error: { code: 503, message: "The database is locked by another process." } });
  if (path[0] === "openapi.yaml") return response.end(readFileSync(fileURLToPath(new URL("../../src/api/openapi.yaml", import.meta.url))));
  if (path[0].startsWith("report.")) { response.writeHead(200, { "content-type": "text/html" }); return response.end("<h1>Report</h1>"); }
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
    else answer(response, ...write(request.method, path, text && path[2] !== "file" ? JSON.parse(text) : null));
  } catch (e) {
    answer(response, e.code ?? 500, { error: { code: e.code ?? 500, message: e.message } });
  }
}).listen(Number(options.port), "127.0.0.1", function () {
  console.log(`mock of plant "${plant.name}" on port ${this.address().port}`);
});
