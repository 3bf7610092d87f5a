// The program of the Harbour Water Works: claims, evidence, measures and signals, and the figures from them.
import { readFileSync } from "node:fs";
import { plant, at, CAPTURE } from "./plant.mjs";

function cells(line) {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)]
    .slice(0, 6)
    .map((m) => m[1].replace(/^"|"$/g, "").replace(/""/g, '"'));
}

const lines = readFileSync(new URL("../../catalogue/iec62443-2-1-2024.csv", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .slice(1);
export const catalogue = lines.map(cells);
export const requirements = catalogue.map(([id, spe, group, title, related, confidence]) => ({
  id,
  element: id.split(" ")[0],
  number: Number(spe.split(" ")[1]),
  element_title: spe.split(" ").slice(2).join(" "),
  group: group.split(" ").slice(0, 2).join(" "),
  group_title: group.split(" ").slice(2).join(" "),
  title,
  related: related.split(";").filter(Boolean),
  confidence,
}));

const none = (requirement) => ({
  requirement,
  level: 0,
  target: 0,
  narrative: "",
  assessor: "",
  method: "",
  at: null,
  not_applicable: false,
  reason: "",
  approver: "",
});

export const claims = new Map();
export const evidence = [];
export const measures = [];

const SPOKEN = {
  "NET 1.1": "The plant is divided into six zones; the drawing is kept by the network team.",
  "NET 1.2": "Conduits are approved by the change board and reviewed each year.",
  "CM 1.1": "The register is kept in the maintenance system and compared with the network each quarter.",
};

// A claim for most requirements, evidence that mostly carries it, by a fixed rule: the mock needs spread, not truth.
requirements.forEach((r, i) => {
  const spread = (i * 37 + 11) % 20;
  if (spread < 6) return;
  const wireless = r.group === "NET 2";
  const level = wireless ? 0 : 1 + ((i * 7) % 3);
  claims.set(r.id, {
    ...none(r.id),
    level,
    target: wireless ? 0 : 2 + (i % 2),
    assessor: ["M. Okafor", "S. Lindqvist"][i % 2],
    at: "2026-02-" + String(3 + (i % 20)).padStart(2, "0"),
    method: ["document review", "interview", "record review", "observation"][i % 4],
    narrative: SPOKEN[r.id] ?? "",
    not_applicable: wireless,
    reason: wireless ? "There is no wireless equipment in the control system; swept on 2026-01-20." : "",
    approver: wireless ? "J. Harbour, plant manager" : "",
  });
  if (wireless || spread === 9) return;
  const shown = spread % 5 === 0 ? Math.max(1, level - 1) : level;
  for (let l = 1; l <= shown; l++) addEvidence(r.id, l, i);
});
claims.set("NET 1.1", {
  ...none("NET 1.1"),
  level: 3,
  target: 3,
  narrative: SPOKEN["NET 1.1"],
  assessor: "M. Okafor",
  method: "document review",
  at: "2026-02-11",
});
[1, 2, 3].forEach((l) => addEvidence("NET 1.1", l, 3));

function addEvidence(requirement, level, i) {
  const kind = ["statement", "procedure", "record", "metric"][level - 1];
  const title = [
    "Statement of the process owner",
    "Approved procedure",
    "Records of execution, sampled",
    "Series of measurements and review",
  ][level - 1];
  if (evidence.some((e) => e.requirement === requirement && e.level === level)) return;
  evidence.push({
    id: "EV-" + String(evidence.length + 1).padStart(3, "0"),
    requirement,
    level,
    kind,
    title: `${title}, ${requirement}`,
    custodian: "M. Okafor",
    scope: "site",
    digest: level > 1 ? "4be1" + String(i).padStart(4, "0") + "c09d7f31".repeat(7) : "",
    link: level === 1 ? "minutes of the security board" : "",
    collected: "2025-09-15",
    expires:
      level === 1
        ? null
        : ["2026-09-15", "2026-03-20", "2026-01-31", "2027-01-31", "2026-05-10"][(i * 3 + level) % 5],
  });
}

measures.push(
  {
    id: "CM-001",
    title: "Write protection by the cell firewall",
    requirement: "USER 1.1",
    asset: "10.41.0.11",
    argument: "The controller cannot log in its users; the cell firewall lets only SCADA write.",
    approver: "J. Harbour",
    exit_plan: "Replace with the M580 in the 2027 outage.",
    tested: "2025-12-02",
    effective: true,
    expires: "2026-04-30",
    renewals: 1,
  },
  {
    id: "CM-002",
    title: "Locked cabinet for switch-a",
    requirement: "COMP 1.1",
    asset: "10.41.0.2",
    argument: "The switch offers only telnet; its cabinet is locked and its door is watched.",
    approver: "J. Harbour",
    exit_plan: "Replace by 2026-06.",
    tested: "2025-05-20",
    effective: true,
    expires: "2026-02-20",
    renewals: 3,
  },
);

const asset = (id, text) => ({ kind: "asset", id, text: text ? `${text} (${id})` : id });
const talk = (id, text) => ({ kind: "conversation", id, text });
const row = (sentence, references, clock) => ({
  sentence,
  references,
  first: at(clock),
  last: at("17:59:10"),
});

const found = [
  {
    id: "crossing-without-conduit",
    title: "Traffic between zones without a conduit",
    effect: "contradicts",
    level: 1,
    requirements: ["NET 1.1", "NET 1.2", "NET 1.4"],
    sentence: "3 conversations cross zones without a conduit that lets them through.",
    why: "Zones and conduits are only in force when nothing passes between zones that no conduit lets through.",
    rows: [
      row(
        "hmi-b writes to plc-a1 with modbus; no conduit leads from cell-b to cell-a.",
        [
          asset("10.42.0.20", "hmi-b"),
          asset("10.41.0.11", "plc-a1"),
          talk("10.42.0.20-10.41.0.11-tcp-502", "modbus 10.42.0.20 to 10.41.0.11"),
        ],
        "07:44:09",
      ),
      row(
        "office-21 queries historian with mssql; no conduit leads from enterprise to scada.",
        [
          asset("10.10.0.21", "office-21"),
          asset("10.30.0.20", "historian"),
          talk("10.10.0.21-10.30.0.20-tcp-1433", "mssql 10.10.0.21 to 10.30.0.20"),
        ],
        "09:12:57",
      ),
      row(
        "eng-1 logs in to switch-a with telnet; conduit scada-to-cell-a has no service for it.",
        [
          asset("10.30.0.30", "eng-1"),
          asset("10.41.0.2", "switch-a"),
          talk("10.30.0.30-10.41.0.2-tcp-23", "telnet 10.30.0.30 to 10.41.0.2"),
        ],
        "10:03:18",
      ),
    ],
  },
  {
    id: "asset-not-in-register",
    title: "Seen on the network, not in the register",
    effect: "contradicts",
    level: 1,
    requirements: ["CM 1.1", "ORG 2.2"],
    sentence: "2 assets were seen that the register does not have.",
    why: "An inventory is complete when every device that talks is in it.",
    rows: [
      row("10.41.0.77 talks to 3 assets in cell-a.", [asset("10.41.0.77")], "11:41:06"),
      row("camera-b announces itself in cell-b.", [asset("10.42.0.31", "camera-b")], "06:02:05"),
    ],
  },
  {
    id: "clear-text-administration",
    title: "Administration in clear text",
    effect: "contradicts",
    level: 1,
    requirements: ["NET 3.1", "USER 1.5", "DATA 1.1"],
    sentence: "2 conversations administer switch-a over telnet.",
    why: "Passwords that cross the network in clear text can be read by anyone who listens.",
    rows: [
      row(
        "10.41.0.77 logs in to switch-a with telnet.",
        [
          asset("10.41.0.77"),
          asset("10.41.0.2", "switch-a"),
          { kind: "capture", id: CAPTURE, text: CAPTURE, frame: 1752 },
        ],
        "10:03:18",
      ),
      row(
        "eng-1 logs in to switch-a with telnet.",
        [asset("10.30.0.30", "eng-1"), asset("10.41.0.2", "switch-a")],
        "09:12:57",
      ),
    ],
  },
  {
    id: "program-read-by-unentitled",
    title: "Program access by someone not entitled",
    effect: "contradicts",
    level: 2,
    requirements: ["USER 2.1", "COMP 3.1"],
    sentence: "1 asset that may not engineer reads a controller's program.",
    why: "Only registered engineering stations are entitled to a controller's program and mode.",
    rows: [
      row(
        "10.41.0.77 asks plc-a1 for its program, modbus function 90, 11 times; 4 were refused.",
        [asset("10.41.0.77"), asset("10.41.0.11", "plc-a1")],
        "11:41:06",
      ),
    ],
  },
  {
    id: "default-community",
    title: "Default SNMP community",
    effect: "contradicts",
    level: 1,
    requirements: ["USER 1.7"],
    sentence: "No SNMP message carries a default community.",
    why: "Default communities are passwords that everyone knows.",
    rows: [],
  },
  {
    id: "end-of-support",
    title: "Asset without its maker's support",
    effect: "contradicts",
    level: 2,
    requirements: ["COMP 3.3"],
    sentence: "No registered support date has passed.",
    why: "What is not supported is not patched.",
    rows: [],
  },
  {
    id: "time-synchronised",
    title: "Controllers take the plant's time",
    effect: "supports",
    level: 3,
    requirements: ["EVENT 1.5"],
    sentence: "3 controllers ask ntp-1 for the time and are answered.",
    why: "Events can only be put in order when their clocks agree.",
    rows: ["10.41.0.11", "10.41.0.12", "10.42.0.11"].map((id) =>
      row("It asks ntp-1 every 5 minutes.", [asset(id), asset("10.30.0.40", "ntp-1")], "06:00:44"),
    ),
  },
  {
    id: "backup-seen",
    title: "A backup of a controller was taken",
    effect: "supports",
    level: 3,
    requirements: ["AVAIL 2.1"],
    sentence: "No program upload by an entitled station was seen.",
    why: "A record of execution for the backup procedure.",
    rows: [],
  },
];

export const signals = found.map((s) => ({
  ...s,
  count: s.rows.length,
  state: s.rows.length ? "found" : s.id === "backup-seen" ? "no_data" : "clear",
  first: s.rows[0]?.first ?? null,
  last: s.rows[0]?.last ?? null,
}));
export const signalRow = ({
  id,
  title,
  effect,
  state,
  level,
  count,
  sentence,
  requirements,
  first,
  last,
}) => ({ id, title, effect, state, level, count, sentence, requirements, first, last });

export const evidenceState = (e) => ({
  period_from: null,
  period_to: null,
  received: null,
  ...e,
  state:
    e.expires && e.expires <= plant.as_of ? "expired" : e.collected > plant.as_of ? "not_yet" : "counting",
});
export const measureState = (m) => ({
  legacy: "",
  kind: "",
  conduit: "",
  residual: "",
  tested_by: "",
  ...m,
  state:
    m.expires <= plant.as_of ? "expired" : !m.tested ? "untested" : m.effective ? "counting" : "ineffective",
});
export const claimOf = (id) => claims.get(id) ?? none(id);

const reference = (kind, id, text = id) => ({ kind, id, text });

function support(id) {
  const mine = evidence.filter((e) => e.requirement === id).map(evidenceState);
  const counting = mine.filter((e) => e.state === "counting");
  let level = 0;
  while (counting.some((e) => e.level === level + 1)) level++;
  const against = signals.filter(
    (s) => s.effect === "contradicts" && s.state === "found" && s.requirements.includes(id),
  );
  const limit = Math.min(4, ...against.map((s) => s.level));
  const because = mine.map((e) => ({
    sentence:
      e.state === "counting"
        ? `${e.id} shows level ${e.level}.`
        : `${e.id} would show level ${e.level}, but it expired on ${e.expires}.`,
    references: [reference("evidence", e.id, e.title)],
    because: [],
  }));
  const held = against
    .filter((s) => s.level < level)
    .map((s) => ({
      sentence: `While "${s.title}" is found, no more than level ${s.level} is supported: ${s.sentence}`,
      references: [reference("signal", s.id, s.title)],
      because: s.rows.map(({ sentence, references }) => ({ sentence, references, because: [] })),
    }));
  return { shown: level, level: Math.min(level, limit), because, held };
}

export function requirementRow(r) {
  const claim = claimOf(r.id);
  const { level, shown, held } = support(r.id);
  const supported = Math.min(level, claim.level);
  const mine = evidence.filter((e) => e.requirement === r.id).map(evidenceState);
  const standing = measures.filter((m) => m.requirement === r.id).map(measureState);
  const found = (effect) =>
    signals.filter((s) => s.effect === effect && s.state === "found" && s.requirements.includes(r.id)).length;
  return {
    id: r.id,
    element: r.element,
    group: r.group,
    group_title: r.group_title,
    title: r.title,
    claimed: claim.level,
    supported,
    target: claim.target,
    state: claim.not_applicable
      ? "not_applicable"
      : !claim.level
        ? "not_assessed"
        : !claim.target
          ? "no_target"
          : supported >= claim.target
            ? "at_target"
            : "below_target",
    reason: reasonFor(claim, supported, shown, held),
    evidence: {
      total: mine.length,
      counting: mine.filter((e) => e.state === "counting").length,
      next_expiry:
        mine
          .filter((e) => e.state === "counting")
          .map((e) => e.expires)
          .filter(Boolean)
          .sort()[0] ?? null,
    },
    measures: { total: standing.length, counting: standing.filter((m) => m.state === "counting").length },
    signals: { supporting: found("supports"), contradicting: found("contradicts") },
  };
}

function reasonFor(claim, supported, shown, held) {
  if (claim.not_applicable) return `Not applicable: ${claim.reason}`;
  if (!claim.level) return "Nobody has assessed it.";
  if (held.length) return held[0].sentence;
  if (supported < claim.level)
    return `Claimed ${claim.level}; the evidence that counts shows ${shown || "no level"}.`;
  return `Evidence shows every level up to ${supported}.`;
}

export function explainRequirement(r) {
  const line = requirementRow(r);
  const { because, held } = support(r.id);
  const claim = claimOf(r.id);
  const says = {
    sentence: claim.level
      ? `${claim.assessor || "Somebody"} claims level ${claim.level}, with target ${claim.target}.`
      : "Nothing is claimed.",
    references: [reference("claim", r.id)],
    because: [],
  };
  return {
    figure: `requirement:${r.id}`,
    title: `Supported maturity of ${r.id}`,
    value: String(line.supported),
    sentence: `Claimed ${line.claimed}, supported ${line.supported}, target ${line.target}.`,
    because: [says, ...because, ...held],
  };
}

export function counts(rows) {
  const of = (state) => rows.filter((r) => r.state === state).length;
  return {
    total: rows.length,
    at_target: of("at_target"),
    below_target: of("below_target"),
    no_target: of("no_target"),
    not_assessed: of("not_assessed"),
    not_applicable: of("not_applicable"),
  };
}

const least = (levels) => (levels.length ? Math.min(...levels) : 0);
const spread = (levels) => [0, 1, 2, 3, 4].map((l) => levels.filter((x) => x === l).length);

export function elements(rows) {
  const ids = [...new Set(requirements.map((r) => r.element))];
  return ids.map((id) => {
    const mine = rows.filter((r) => r.element === id);
    const applicable = mine.filter((r) => r.state !== "not_applicable");
    const assessed = applicable.filter((r) => r.claimed);
    const { number, element_title } = requirements.find((r) => r.element === id);
    return {
      id,
      number,
      title: element_title,
      claimed: least(applicable.map((r) => r.claimed)),
      supported: least(applicable.map((r) => r.supported)),
      target: Math.max(0, ...applicable.map((r) => r.target)),
      claimed_of_assessed: least(assessed.map((r) => r.claimed)),
      supported_of_assessed: least(assessed.map((r) => r.supported)),
      counts: counts(mine),
      claimed_distribution: spread(applicable.map((r) => r.claimed)),
      supported_distribution: spread(applicable.map((r) => r.supported)),
    };
  });
}
