// The Harbour Water Works as rows: what a sensor would have seen there, and what its owner says.

const CAPTURE = "captures/2026-03-02-core-switch.pcapng";
const at = (clock) => `2026-03-02T${clock}.000000Z`;

export const plant = {
  name: "Harbour Water Works",
  organisation: "Harbour Utilities",
  site: "Quay Street",
  as_of: "2026-03-02",
  clock_observed: true,
  version: 7,
};

export const zones = [
  zone("cell-a", "Cell A, intake pumps", "1", "10.41.0.0/24", "Plant engineering"),
  zone("cell-b", "Cell B, dosing", "1", "10.42.0.0/24", "Plant engineering"),
  zone("dmz", "Industrial DMZ", "3.5", "10.20.0.0/24", "Network team"),
  zone("enterprise", "Enterprise network", "4", "10.10.0.0/24", "IT services", { business: true }),
  zone("safety", "Chlorine safety system", "1", "10.50.0.0/24", "Process safety", {
    safety: true,
    sl_target: [3, 3, 3, 1, 3, 2, 3],
  }),
  zone("scada", "Supervision and history", "3", "10.30.0.0/24", "Control room"),
];

function zone(id, name, level, prefix, owner, more = {}) {
  return {
    id,
    name,
    parent: "",
    purpose: `${name}: assets that fail together and are kept together.`,
    level,
    owner,
    safety: false,
    business: false,
    sl_target: [2, 2, 2, 1, 2, 1, 2],
    prefixes: [prefix],
    members: [],
    ...more,
  };
}

const tcp = (protocol, port, ...access) => ({ protocol, transport: "tcp", port, access });
const udp = (protocol, port, ...access) => ({ protocol, transport: "udp", port, access });

export const conduits = [
  conduit(
    "cell-a-time",
    "Time for cell A",
    "cell-a",
    "scada",
    [udp("ntp", 123)],
    "Controllers take the plant's time.",
  ),
  conduit(
    "cell-b-time",
    "Time for cell B",
    "cell-b",
    "scada",
    [udp("ntp", 123)],
    "Controllers take the plant's time.",
  ),
  conduit(
    "dmz-to-scada",
    "Replication of history",
    "dmz",
    "scada",
    [tcp("opcua", 4840, "discover", "read")],
    "The DMZ replica reads the historian.",
    "2026-05-01",
  ),
  conduit(
    "enterprise-to-dmz",
    "Reports for the office",
    "enterprise",
    "dmz",
    [tcp("http", 443), tcp("tls", 443)],
    "Office staff read reports from the DMZ replica.",
  ),
  conduit(
    "scada-to-cell-a",
    "Supervision of cell A",
    "scada",
    "cell-a",
    [
      tcp("modbus", 502, "discover", "read", "write"),
      tcp("s7comm", 102, "discover", "read", "write", "program"),
    ],
    "SCADA polls and sets the intake pumps.",
  ),
  conduit(
    "scada-to-cell-b",
    "Supervision of cell B",
    "scada",
    "cell-b",
    [tcp("modbus", 502, "discover", "read", "write"), tcp("enip", 44818, "discover", "read")],
    "SCADA polls and sets dosing.",
  ),
  conduit(
    "scada-to-safety",
    "Safety status",
    "scada",
    "safety",
    [tcp("modbus", 502, "read")],
    "SCADA shows the state of the safety system and may never write to it.",
  ),
  conduit(
    "dmz-remote-access",
    "Vendor access by jump host",
    "dmz",
    "cell-b",
    [tcp("ssh", 22), tcp("rdp", 3389)],
    "Maintenance of the dosing skid by its maker.",
    "2026-02-15",
  ),
];

function conduit(id, name, from, to, services, reason, expires = null) {
  return { id, name, from, to, owner: "Network team", reason, expires, services };
}

// id, name, class, role, level, vendor, model, firmware, registered
const assetRows = [
  ["10.10.0.21", "office-21", "it", "workstation", "4", "Dell", "", "Windows 11", true],
  ["10.10.0.35", "office-35", "it", "workstation", "4", "Lenovo", "", "Windows 10", true],
  ["10.10.0.5", "dc-1", "it", "directory server", "4", "Microsoft", "", "Windows Server 2022", true],
  ["10.20.0.10", "replica", "it", "historian", "3.5", "", "", "Debian 12", true],
  ["10.20.0.15", "jump-1", "it", "jump host", "3.5", "", "", "Windows Server 2019", true],
  ["10.30.0.10", "scada-1", "ot", "scada server", "3", "Inductive Automation", "Ignition", "8.1.38", true],
  ["10.30.0.11", "scada-2", "ot", "scada server", "3", "Inductive Automation", "Ignition", "8.1.38", true],
  ["10.30.0.20", "historian", "ot", "historian", "3", "AVEVA", "PI Server", "2023", true],
  [
    "10.30.0.30",
    "eng-1",
    "ot",
    "engineering station",
    "3",
    "Siemens",
    "SIMATIC Field PG",
    "TIA Portal V18",
    true,
  ],
  ["10.30.0.40", "ntp-1", "network", "time server", "3", "Meinberg", "LANTIME M300", "7.06.014", true],
  ["10.41.0.2", "switch-a", "network", "switch", "2", "Hirschmann", "RS20-0800", "09.1.07", true],
  ["10.41.0.11", "plc-a1", "ot", "plc", "1", "Schneider Electric", "Modicon M340 BMX P34 2020", "3.20", true],
  ["10.41.0.12", "plc-a2", "ot", "plc", "1", "Siemens", "CPU 1214C DC/DC/DC", "4.5.1", true],
  ["10.41.0.20", "hmi-a", "ot", "hmi", "2", "Siemens", "TP1200 Comfort", "17.0.0", true],
  ["10.41.0.77", "", "unknown", "", "", "", "", "", false],
  ["10.42.0.2", "switch-b", "network", "switch", "2", "Moxa", "EDS-408A", "3.8", true],
  ["10.42.0.11", "plc-b1", "ot", "plc", "1", "Rockwell Automation", "1769-L33ER", "32.013", true],
  ["10.42.0.12", "drive-b1", "ot", "drive", "1", "Danfoss", "FC 302", "8.20", true],
  ["10.42.0.20", "hmi-b", "ot", "hmi", "2", "Rockwell Automation", "PanelView Plus 7", "12.00", true],
  ["10.42.0.31", "camera-b", "iot", "camera", "2", "Axis", "P3245", "10.12", false],
  ["10.50.0.11", "sis-1", "ot", "safety controller", "1", "HIMA", "HIMatrix F35", "10.62", true],
];

export const names = new Map(assetRows.map((row) => [row[0], row]));
const registered = new Map(
  assetRows
    .filter((row) => row[8])
    .map((row) => [
      row[0],
      {
        address: row[0],
        name: row[1],
        role: row[3],
        owner: ownerOf(row[0]),
        legacy: row[0] === "10.41.0.11",
        support_ends: row[0] === "10.41.0.11" ? "2027-12-31" : null,
        may_engineer: row[0] === "10.30.0.30",
      },
    ]),
);
registered.set("10.42.0.13", {
  address: "10.42.0.13",
  name: "drive-b2",
  role: "drive",
  owner: "Plant engineering",
  legacy: false,
  support_ends: null,
  may_engineer: false,
});
names.set("10.42.0.13", ["10.42.0.13", "drive-b2", "unknown", "drive", "", "", "", "", true]);
export { registered };

function ownerOf(id) {
  return zones.find((z) => id.startsWith(z.prefixes[0].slice(0, -4)))?.owner ?? "";
}

export const zoneOf = (id) =>
  zones.find((z) => z.prefixes.some((p) => id.startsWith(p.replace(/0\/24$/, ""))))?.id ?? "";

const operation = (protocol, code, name, cls, access, requests, errors = 0) => ({
  protocol,
  code,
  name,
  class: cls,
  access,
  requests,
  responses: requests,
  errors,
  interval_us: requests > 20 ? 1000000 : 0,
  regularity: requests > 20 ? 98 : 0,
});
const modbusRead = (n) => operation("modbus", "3", "read holding registers", "read", "read", n);
const modbusWrite = (n) => operation("modbus", "16", "write multiple registers", "write", "write", n);

// client, server, protocol, transport, port, packets, operations
const traffic = [
  [
    "10.30.0.10",
    "10.41.0.11",
    "modbus",
    "tcp",
    502,
    18422,
    [
      modbusRead(8610),
      modbusWrite(312),
      operation("modbus", "43/14", "read device identification", "ident", "discover", 4),
    ],
  ],
  [
    "10.30.0.10",
    "10.41.0.12",
    "s7comm",
    "tcp",
    102,
    12904,
    [
      operation("s7comm", "4", "read variable", "read", "read", 6120),
      operation("s7comm", "5", "write variable", "write", "write", 88),
    ],
  ],
  [
    "10.30.0.10",
    "10.42.0.11",
    "enip",
    "tcp",
    44818,
    9204,
    [
      operation("cip", "76", "read tag", "read", "read", 4410),
      operation("enip", "99", "list identity", "discover", "discover", 2),
    ],
  ],
  ["10.30.0.10", "10.42.0.12", "modbus", "tcp", 502, 8110, [modbusRead(3977), modbusWrite(41)]],
  ["10.30.0.11", "10.41.0.11", "modbus", "tcp", 502, 2104, [modbusRead(1044)]],
  ["10.30.0.10", "10.50.0.11", "modbus", "tcp", 502, 4302, [modbusRead(2140)]],
  [
    "10.30.0.30",
    "10.41.0.12",
    "s7comm",
    "tcp",
    102,
    1240,
    [
      operation("s7comm", "240", "set up communication", "auth", "manage", 3),
      operation("s7comm", "26", "request download", "prog_down", "program", 6),
      operation("s7comm", "27", "download block", "prog_down", "program", 212),
      operation("s7comm", "40", "start program", "start", "control", 1),
      operation("s7comm", "41", "stop program", "stop", "control", 1),
    ],
  ],
  [
    "10.20.0.10",
    "10.30.0.20",
    "opcua",
    "tcp",
    4840,
    6120,
    [
      operation("opcua", "631", "read", "read", "read", 2870),
      operation("opcua", "527", "browse", "discover", "discover", 44),
    ],
  ],
  ["10.10.0.21", "10.20.0.10", "tls", "tcp", 443, 2240, []],
  ["10.10.0.35", "10.20.0.10", "tls", "tcp", 443, 1804, []],
  [
    "10.10.0.21",
    "10.30.0.20",
    "mssql",
    "tcp",
    1433,
    612,
    [operation("mssql", "1", "query", "read", "read", 140)],
  ],
  ["10.41.0.20", "10.41.0.11", "modbus", "tcp", 502, 9120, [modbusRead(4410), modbusWrite(96)]],
  [
    "10.41.0.20",
    "10.41.0.12",
    "s7comm",
    "tcp",
    102,
    7002,
    [operation("s7comm", "4", "read variable", "read", "read", 3310)],
  ],
  [
    "10.42.0.20",
    "10.42.0.11",
    "enip",
    "tcp",
    44818,
    8804,
    [
      operation("cip", "76", "read tag", "read", "read", 4310),
      operation("cip", "77", "write tag", "write", "write", 64),
    ],
  ],
  [
    "10.42.0.20",
    "10.41.0.11",
    "modbus",
    "tcp",
    502,
    214,
    [
      modbusRead(60),
      modbusWrite(38),
      operation("modbus", "5", "write single coil", "operate", "control", 3, 1),
    ],
  ],
  [
    "10.41.0.77",
    "10.41.0.11",
    "modbus",
    "tcp",
    502,
    96,
    [
      operation("modbus", "43/14", "read device identification", "ident", "discover", 6),
      operation("modbus", "90", "vendor function 90", "prog_up", "program", 11, 4),
      modbusRead(12),
    ],
  ],
  [
    "10.41.0.77",
    "10.41.0.12",
    "s7comm",
    "tcp",
    102,
    44,
    [operation("s7comm", "0", "read system state list", "ident", "discover", 8)],
  ],
  [
    "10.41.0.77",
    "10.41.0.2",
    "telnet",
    "tcp",
    23,
    310,
    [operation("telnet", "login", "log in", "auth", "manage", 2, 1)],
  ],
  [
    "10.30.0.30",
    "10.41.0.2",
    "telnet",
    "tcp",
    23,
    188,
    [operation("telnet", "login", "log in", "auth", "manage", 1)],
  ],
  [
    "10.41.0.11",
    "10.30.0.40",
    "ntp",
    "udp",
    123,
    288,
    [operation("ntp", "3", "ask the time", "time", "manage", 144)],
  ],
  [
    "10.41.0.12",
    "10.30.0.40",
    "ntp",
    "udp",
    123,
    286,
    [operation("ntp", "3", "ask the time", "time", "manage", 143)],
  ],
  [
    "10.42.0.11",
    "10.30.0.40",
    "ntp",
    "udp",
    123,
    280,
    [operation("ntp", "3", "ask the time", "time", "manage", 140)],
  ],
  ["10.30.0.10", "10.41.0.2", "snmp", "udp", 161, 640, [operation("snmp", "0", "get", "read", "read", 320)]],
  [
    "10.42.0.31",
    "239.255.255.250",
    "ssdp",
    "udp",
    1900,
    420,
    [operation("ssdp", "notify", "announce", "discover", "discover", 420)],
  ],
  ["10.10.0.35", "10.10.0.5", "kerberos", "tcp", 88, 140, []],
  ["10.10.0.21", "10.10.0.5", "ldap", "tcp", 389, 220, []],
];

const protocolTimes = [
  "06:00:12",
  "06:00:44",
  "06:02:05",
  "06:10:31",
  "07:44:09",
  "09:12:57",
  "10:03:18",
  "11:41:06",
];

function end(id) {
  const row = names.get(id);
  const group = /^2(2[4-9]|3\d)\./.test(id);
  return {
    id,
    name: row?.[1] ?? "",
    class: row?.[2] ?? "unknown",
    role: row?.[3] ?? "",
    zone: group ? "" : zoneOf(id),
    is_group: group,
  };
}

const ACCESS = ["unknown", "discover", "read", "write", "control", "program", "manage"];

export function conversations() {
  return traffic
    .map(([client, server, protocol, transport, port, packets, operations], i) => {
      const first = at(protocolTimes[i % protocolTimes.length]);
      const last = at("17:59:" + String(10 + i).padStart(2, "0"));
      const full = operations.map((o, n) => ({ ...o, first, last, first_frame: 210 + 97 * i + 3 * n }));
      const access = ACCESS.filter((a) => operations.some((o) => o.access === a));
      const c = {
        id: `${client}-${server}-${transport}-${port}`,
        client: end(client),
        server: end(server),
        transport,
        port,
        protocol,
        packets,
        bytes: packets * 94,
        packets_from_client: Math.ceil(packets / 2),
        established: transport === "tcp",
        first,
        last,
        seen: { capture: CAPTURE, frame: 200 + 97 * i },
        access,
        operations: full,
      };
      return { ...c, verdict: verdict(c) };
    })
    .sort(
      (a, b) =>
        a.client.id.localeCompare(b.client.id, "en", { numeric: true }) ||
        a.server.id.localeCompare(b.server.id, "en", { numeric: true }),
    );
}

function lets(service, c) {
  if (service.protocol && service.protocol !== c.protocol) return false;
  return !service.access.length || c.access.every((a) => service.access.includes(a));
}

function verdict(c) {
  const [from, to] = [c.client.zone, c.server.zone];
  if (c.server.is_group)
    return {
      state: "not_judged",
      conduit: "",
      reason: "It is addressed to a group, so no zone pair is meant.",
    };
  if (!from || !to) return { state: "no_zone", conduit: "", reason: "One end is in no zone." };
  if (from === to) return { state: "inside_zone", conduit: "", reason: `Both ends are in zone "${from}".` };
  const between = conduits.filter((k) => k.from === from && k.to === to);
  if (!between.length)
    return {
      state: "not_allowed",
      conduit: "",
      reason: `No conduit leads from zone "${from}" to zone "${to}".`,
    };
  const open = between.find(
    (k) => (!k.expires || k.expires > plant.as_of) && k.services.some((s) => lets(s, c)),
  );
  if (open)
    return { state: "allowed", conduit: open.id, reason: `Conduit "${open.id}" lets ${c.protocol} through.` };
  return {
    state: "not_allowed",
    conduit: between[0].id,
    reason: `Conduit "${between[0].id}" has no service for ${c.protocol} with ${c.access.join(" and ") || "any operation"}.`,
  };
}

export function assetRow(id, all) {
  const [, name, cls, role, level, vendor, model, firmware] = names.get(id);
  const mine = all.filter((c) => c.client.id === id || c.server.id === id);
  return {
    id,
    name: registered.get(id)?.name || name,
    class: cls,
    role,
    level,
    zone: zoneOf(id),
    vendor,
    model,
    firmware,
    serial: "",
    ips: [id],
    macs: mine.length
      ? [
          "02:00:5e:" +
            id
              .split(".")
              .slice(1)
              .map((n) => Number(n).toString(16).padStart(2, "0"))
              .join(":"),
        ]
      : [],
    protocols: [...new Set(mine.map((c) => c.protocol))].sort(),
    registered: registered.has(id),
    seen: mine.length > 0,
    packets: mine.reduce((sum, c) => sum + c.packets, 0),
    first: mine[0]?.first ?? null,
    last: mine.at(-1)?.last ?? null,
    signals:
      {
        "10.41.0.77": 2,
        "10.42.0.20": 1,
        "10.41.0.11": 2,
        "10.41.0.2": 1,
        "10.10.0.21": 1,
        "10.42.0.31": 1,
        "10.30.0.30": 1,
        "10.30.0.20": 1,
      }[id] ?? 0,
  };
}

export const captures = [
  {
    path: CAPTURE,
    digest: "9f2c1b0e6f5c4c8f2b7a9d1e3c5a7b9d0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    packets: 98214,
    bytes: 9231876,
    first: at("06:00:12"),
    last: at("17:59:58"),
    truncated: false,
    malformed: 3,
    skipped: 128,
    skips: [
      { reason: "no dissector for EtherType 0x88b5", count: 96, first_frame: 4410 },
      { reason: "fragment without its first part", count: 32, first_frame: 20117 },
    ],
  },
  {
    path: "captures/2026-03-02-cell-b-span.pcap",
    digest: "1c9d02be7d6a4f1199ee40a7c2b1f3d5a6978877665544332211ffeeddccbbaa",
    packets: 20310,
    bytes: 1820444,
    first: at("06:10:31"),
    last: at("17:58:02"),
    truncated: true,
    malformed: 0,
    skipped: 0,
    skips: [],
  },
];

export { CAPTURE, at };
