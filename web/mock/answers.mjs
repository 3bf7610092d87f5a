// What the stand-in answers to questions: rows, filters and figures of its plant.
import { options } from "./options.mjs";
import * as plantRows from "./plant.mjs";
import * as program from "./program.mjs";

const mode = options.plant;
const empty = mode === "empty";
const plant = empty
  ? { name: "New plant", organisation: "", site: "", as_of: "2026-03-02", clock_observed: false, version: 0 }
  : plantRows.plant;
if (empty) {
  for (const rows of [
    plantRows.zones,
    plantRows.conduits,
    program.evidence,
    program.measures,
    plantRows.captures,
  ])
    rows.length = 0;
  program.claims.clear();
  plantRows.names.clear();
  plantRows.registered.clear();
  program.signals.forEach((s) =>
    Object.assign(s, {
      state: "no_data",
      count: 0,
      rows: [],
      sentence: "Nothing was seen yet.",
      first: null,
      last: null,
    }),
  );
}

const conversations = empty ? [] : plantRows.conversations();
const assets = [...plantRows.names.keys()].map((id) => plantRows.assetRow(id, conversations));
if (mode === "large") {
  const kinds = [
    ["plc", "ot", "1", "Siemens", "CPU 1214C"],
    ["drive", "ot", "1", "Danfoss", "FC 302"],
    ["hmi", "ot", "2", "Siemens", "TP700"],
    ["workstation", "it", "4", "Dell", ""],
    ["camera", "iot", "2", "Axis", "P3245"],
  ];
  for (let n = 0; assets.length < 100000; n++) {
    const [role, cls, level, vendor, model] = kinds[n % 5];
    const id = `10.${100 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
    assets.push({
      ...assets[0],
      id,
      ips: [id],
      name: `${role}-${n}`,
      class: cls,
      role,
      level,
      vendor,
      model,
      firmware: `${1 + (n % 9)}.${n % 20}`,
      zone: "",
      registered: n % 3 > 0,
      signals: 0,
      packets: (n * 7919) % 100000,
    });
  }
}

class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
const must = (row, message) => {
  if (!row) throw new Refused(404, message);
  return row;
};

const { compare: byText } = new Intl.Collator("en", { numeric: true });
const compare = (a, b) => (typeof a === "number" ? a - b : byText(a ?? "", b ?? ""));

function paged(rows, query, fallback = 100) {
  const offset = Number(query.get("offset") ?? 0),
    limit = Number(query.get("limit") ?? fallback);
  return { total: rows.length, offset, limit, rows: rows.slice(offset, offset + limit) };
}

/** Rows of a ledger: words, any field as a filter, any as the order. */
function listRows(rows, query) {
  const fields = Object.keys(rows[0] ?? {});
  const fits = (r) => fields.every((f) => wants(query, f, String(r[f] ?? "")));
  const words = (r) => Object.values(r).join(" ");
  return paged(
    sorted(
      rows.filter((r) => fits(r) && holds(query.get("q"), words(r))),
      query,
      "id",
    ),
    query,
  );
}

function sorted(rows, query, fallback, key = (r, k) => r[k]) {
  const sort = query.get("sort") ?? fallback,
    down = sort.startsWith("-"),
    k = sort.replace(/^-/, "");
  return [...rows].sort((a, b) => (down ? -1 : 1) * compare(key(a, k), key(b, k)));
}

const wants = (query, name, value) =>
  !query.get(name) || (query.get(name) === "-" ? value === "" : query.get(name) === value);
const holds = (q, text) =>
  !q ||
  q
    .toLowerCase()
    .split(/\s+/)
    .every((w) => text.toLowerCase().includes(w));

function facet(rows, key) {
  const counts = new Map();
  for (const r of rows)
    for (const v of [key(r)].flat()) counts.set(v || "-", (counts.get(v || "-") ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

const WARNINGS = [
  [0, "expired"],
  [7, "7 days"],
  [30, "30 days"],
  [90, "90 days"],
];

function overview() {
  const rows = program.requirements.map(program.requirementRow);
  const days = (date) => Math.round((Date.parse(date) - Date.parse(plant.as_of)) / 86400000);
  const expiring = [
    ...program.evidence.map((e) => ["evidence", e, "evidence", e.custodian]),
    ...program.measures.map((m) => ["measure", m, "measures", m.approver]),
    ...plantRows.conduits.map((k) => ["conduit", k, "", k.owner]),
  ]
    .filter(([, r]) => r.expires && days(r.expires) <= 90)
    .map(([kind, r, ledger, ask]) => ({
      kind,
      ledger,
      id: r.id,
      title: r.title ?? r.name,
      requirement: r.requirement ?? "",
      ask: ask ?? "",
      stage: WARNINGS.find(([most]) => days(r.expires) <= most)[1],
      expires: r.expires,
      days_left: days(r.expires),
    }))
    .sort((a, b) => a.days_left - b.days_left);
  const by = (cls) => assets.filter((a) => a.class === cls).length;
  return {
    plant,
    requirements: program.counts(rows),
    elements: program.elements(rows),
    assets: {
      total: assets.length,
      by_class: {
        ot: by("ot"),
        it: by("it"),
        iot: by("iot"),
        network: by("network"),
        unknown: by("unknown"),
      },
      unregistered: assets.filter((a) => !a.registered).length,
      registered_unseen: assets.filter((a) => !a.seen).length,
      in_no_zone: assets.filter((a) => !a.zone).length,
    },
    conversations: {
      total: conversations.length,
      not_allowed: conversations.filter((c) => c.verdict.state === "not_allowed").length,
      no_zone: 0,
    },
    contradicting: program.signals
      .filter((s) => s.effect === "contradicts" && s.state === "found")
      .map(program.signalRow),
    expiring: expiring.slice(0, 100),
    expiring_total: expiring.length,
    captures: plantRows.captures,
  };
}

function listAssets(query) {
  const kept = assets.filter(
    (a) =>
      wants(query, "class", a.class) &&
      wants(query, "role", a.role) &&
      wants(query, "zone", a.zone) &&
      wants(query, "level", a.level) &&
      (!query.get("registered") || String(a.registered) === query.get("registered")) &&
      holds(
        query.get("q"),
        [a.id, a.name, a.vendor, a.model, a.firmware, a.role, ...a.macs, ...a.protocols].join(" "),
      ),
  );
  return {
    ...paged(sorted(kept, query, "id"), query),
    facets: {
      class: facet(assets, (a) => a.class),
      role: facet(assets, (a) => a.role),
      zone: facet(assets, (a) => a.zone),
      level: facet(assets, (a) => a.level),
    },
  };
}

function identity(a) {
  const seen = { capture: plantRows.CAPTURE, frame: 214 };
  const line = (field, title, value, source, confidence, chosen = true) => ({
    part: "",
    field,
    title,
    value,
    source,
    confidence,
    chosen,
    contradicts: !chosen,
    count: 4,
    first: a.first,
    last: a.last,
    seen,
  });
  const source =
    {
      "10.41.0.11": "modbus 43/14",
      "10.41.0.12": "s7comm system state list",
      "10.42.0.11": "enip list identity",
    }[a.id] ?? "lldp system description";
  return [
    a.vendor && line("vendor", "Vendor", a.vendor, source, 95),
    a.vendor && line("vendor", "Vendor", "Private", "MAC prefix", 40, false),
    a.model && line("model", "Model", a.model, source, 95),
    a.firmware && line("firmware", "Firmware version", a.firmware, source, 95),
    a.name && line("name", "Name", a.name, "lldp system name", 90),
  ].filter(Boolean);
}

function asset(id) {
  const a = must(
    assets.find((x) => x.id === id),
    `There is no asset "${id}".`,
  );
  const mine = conversations.filter((c) => c.client.id === id || c.server.id === id);
  const operations = (side, peer) =>
    mine
      .filter((c) => c[side].id === id)
      .flatMap((c) => c.operations.map((operation) => ({ peer: c[peer], conversation: c.id, operation })));
  const issued = operations("client", "server");
  const received = operations("server", "client");
  const decision = (value, reason, confidence) => ({
    value,
    reason: value ? reason : "Nothing that was seen decides it.",
    confidence: value ? confidence : 0,
  });
  return {
    asset: a,
    class: decision(a.class, `It answers ${a.protocols.join(", ") || "nothing that was seen"}.`, 80),
    role: decision(a.role, "It answers the protocol of a controller and asks nobody for process values.", 85),
    level: decision(a.level, `A ${a.role} belongs to level ${a.level}.`, 60),
    zone: decision(a.zone, `${id} is in the range of zone "${a.zone}".`, 100),
    identity: identity(a),
    addresses: a.macs.map((mac) => ({
      mac,
      ip: id,
      how: "arp",
      disputed: false,
      count: 41,
      first: a.first,
      last: a.last,
      seen: { capture: plantRows.CAPTURE, frame: 12 },
    })),
    protocols: a.protocols.map((name) => ({
      name,
      as_client: mine.some((c) => c.client.id === id && c.protocol === name),
      as_server: mine.some((c) => c.server.id === id && c.protocol === name),
    })),
    is_router: false,
    is_virtual: false,
    hours: [7, 8, 9, 10],
    registered: plantRows.registered.get(id) ?? null,
    conversations_total: mine.length,
    conversations: mine.slice(0, 100),
    operations_issued_total: issued.length,
    operations_issued: issued.slice(0, 100),
    operations_received_total: received.length,
    operations_received: received.slice(0, 100),
    signals: program.signals
      .filter((s) => s.rows.some((r) => r.references.some((x) => x.id === id)))
      .map(program.signalRow),
    measures: program.measures.filter((m) => m.asset === id).map(program.measureState),
  };
}

// In the order in which a person should look at them.
const LOOKED_AT = ["not_allowed", "no_zone", "allowed", "inside_zone", "not_judged"];
function fitting(query) {
  return conversations.filter(
    (c) =>
      wants(query, "client", c.client.id) &&
      wants(query, "server", c.server.id) &&
      wants(query, "zone_from", c.client.zone) &&
      wants(query, "zone_to", c.server.zone) &&
      wants(query, "verdict", c.verdict.state) &&
      (!query.get("asset") || [c.client.id, c.server.id].includes(query.get("asset"))) &&
      (!query.get("protocol") || c.protocol === query.get("protocol")) &&
      (!query.get("access") || c.access.includes(query.get("access"))) &&
      holds(
        query.get("q"),
        [
          c.client.id,
          c.client.name,
          c.server.id,
          c.server.name,
          c.protocol,
          ...c.operations.map((o) => o.name),
        ].join(" "),
      ),
  );
}

function listConversations(query) {
  const key = (c, k) =>
    k === "client" || k === "server" ? c[k].id : k === "verdict" ? LOOKED_AT.indexOf(c.verdict.state) : c[k];
  return {
    ...paged(sorted(fitting(query), query, "client", key), query),
    facets: {
      protocol: facet(conversations, (c) => c.protocol),
      verdict: facet(conversations, (c) => c.verdict.state),
    },
  };
}

const GROUPINGS = {
  zones: (c) => [{ from: c.client.zone, to: c.server.zone }],
  assets: (c) => [{ client: c.client, server: c.server }],
  operations: (c) =>
    (c.operations.length
      ? c.operations
      : [{ protocol: c.protocol, code: "", name: "", class: "unknown", requests: 0, responses: 0, errors: 0 }]
    ).map(({ protocol, code, name, class: cls, requests, responses, errors }) => ({
      protocol,
      code,
      name,
      class: cls,
      requests,
      responses,
      errors,
    })),
};
const keyOf = (row) => [row.from, row.to, row.client?.id, row.server?.id, row.protocol, row.code].join("|");

function sumTraffic(by, query) {
  const sums = new Map();
  for (const c of fitting(query))
    for (const row of GROUPINGS[by](c)) {
      const sum = sums.get(keyOf(row)) ?? {
        ...row,
        requests: 0,
        responses: 0,
        errors: 0,
        conversations: 0,
        not_allowed: 0,
        packets: 0,
        bytes: 0,
        access: [],
        protocols: [],
        first: c.first,
        last: c.last,
      };
      sums.set(keyOf(row), sum);
      for (const figure of ["requests", "responses", "errors"]) sum[figure] += row[figure] ?? 0;
      sum.conversations++;
      sum.not_allowed += c.verdict.state === "not_allowed" ? 1 : 0;
      if (by !== "operations") [sum.packets, sum.bytes] = [sum.packets + c.packets, sum.bytes + c.bytes];
      sum.access = unique([...sum.access, ...c.access]);
      sum.protocols = unique([...sum.protocols, c.protocol]);
    }
  const rows = [...sums.values()].sort(
    (a, b) => b.not_allowed - a.not_allowed || b.requests - a.requests || b.packets - a.packets,
  );
  if (by !== "operations")
    for (const row of rows) for (const figure of ["requests", "responses", "errors"]) delete row[figure];
  return paged(rows, query);
}

const unique = (values) => [...new Set(values)];

function map() {
  const zones = plantRows.zones.map((z) => {
    const inside = assets.filter((a) => a.zone === z.id);
    return {
      id: z.id,
      name: z.name,
      parent: "",
      level: z.level,
      safety: z.safety,
      business: z.business,
      assets: inside.length,
      unregistered: inside.filter((a) => !a.registered).length,
      signals: inside.filter((a) => a.signals).length,
      conversations_inside: conversations.filter((c) => c.client.zone === z.id && c.server.zone === z.id)
        .length,
    };
  });
  const edges = new Map();
  for (const c of conversations) {
    const state = { allowed: "allowed_seen", not_allowed: "seen_not_allowed" }[c.verdict.state];
    if (!state) continue;
    const id = [c.client.zone, c.server.zone, state].join();
    const e = edges.get(id) ?? {
      from: c.client.zone,
      to: c.server.zone,
      state,
      access: [],
      protocols: [],
      packets: 0,
      conversations: 0,
      conduits: [],
      reason: c.verdict.reason,
    };
    edges.set(id, {
      ...e,
      access: unique([...e.access, ...c.access]),
      protocols: unique([...e.protocols, c.protocol]),
      packets: e.packets + c.packets,
      conversations: e.conversations + 1,
      conduits: unique([...e.conduits, c.verdict.conduit].filter(Boolean)),
    });
  }
  for (const k of plantRows.conduits) {
    if ([...edges.values()].some((e) => e.conduits.includes(k.id) && e.state === "allowed_seen")) continue;
    edges.set(k.id, {
      from: k.from,
      to: k.to,
      state: "allowed_unseen",
      access: unique(k.services.flatMap((s) => s.access)),
      protocols: unique(k.services.map((s) => s.protocol)),
      packets: 0,
      conversations: 0,
      conduits: [k.id],
      reason: `Conduit "${k.id}" allows it; nothing of it was seen.`,
    });
  }
  return {
    zones,
    edges: [...edges.values()].sort((a, b) => compare(a.from + a.to + a.state, b.from + b.to + b.state)),
  };
}

function zoneDetail(id) {
  const zone = must(
    plantRows.zones.find((z) => z.id === id),
    `There is no zone "${id}".`,
  );
  const inside = assets.filter((a) => a.zone === id);
  const mine = conversations.filter((c) => c.client.zone === id || c.server.zone === id);
  const edges = mine
    .filter((c) => !c.server.is_group)
    .map((c) => ({
      from: c.client.id,
      to: c.server.id,
      state: c.verdict.state,
      access: c.access,
      protocols: [c.protocol],
      packets: c.packets,
      conversations: 1,
    }));
  const outside = mine.flatMap((c) => [c.client, c.server]).filter((e) => e.zone !== id && !e.is_group);
  return {
    zone,
    assets_total: inside.length,
    assets: inside,
    neighbours: [...new Map(outside.map((e) => [e.id, e])).values()],
    edges,
    conduits: plantRows.conduits.filter((k) => k.from === id || k.to === id),
  };
}

function requirement(id) {
  const r = must(
    program.requirements.find((x) => x.id === id),
    `There is no requirement "${id}".`,
  );
  return {
    requirement: program.requirementRow(r),
    element_title: r.element_title,
    related: r.related,
    confidence: r.confidence,
    asked_first: `What shows ${r.title.toLowerCase()}?`,
    hints: ["A statement", "A document", "A record", "A measure"],
    claim: program.claimOf(id),
    evidence: program.evidence.filter((e) => e.requirement === id).map(program.evidenceState),
    measures: program.measures.filter((m) => m.requirement === id).map(program.measureState),
    signals: program.signals.filter((s) => s.requirements.includes(id)).map(program.signalRow),
    explanation: program.explainRequirement(r),
  };
}

const table = {
  id: "iec62443-2-1-2024",
  title: "Security program requirements for asset owners",
  edition: "IEC 62443-2-1:2024",
  note: "Identifiers, and our own short wording.",
  columns: ["id", "element", "group", "title", "related", "confidence"],
  total: program.catalogue.length,
};

function signal(id, query) {
  const s = must(
    program.signals.find((x) => x.id === id),
    `There is no signal "${id}".`,
  );
  return { signal: program.signalRow(s), why: s.why, ...paged(s.rows, query) };
}

const listed = (rows) => ({ total: rows.length, rows });

export {
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
  sumTraffic,
  table,
  zoneDetail,
};
