// The contract's words as people say them, with the tone and shape that go with each.
import type { Schema } from "../api/client";
import { t, type Key } from "./text.svelte";

export type Tone = "good" | "bad" | "warn" | "idle";
export type Shape = "disc" | "half" | "ring" | "dot" | "dash" | "triangle" | "diamond" | "square" | "cross";
export interface Word {
  text: string;
  tone: Tone;
  shape: Shape;
}

/** A word whose text follows the language. */
export const word = (key: Key, tone: Tone, shape: Shape): Word => ({
  get text() {
    return t(key);
  },
  tone,
  shape,
});

export const REQUIREMENT_STATES: Record<Schema<"RequirementState">, Word> = {
  at_target: word("state.at_target", "good", "disc"),
  below_target: word("state.below_target", "bad", "half"),
  no_target: word("state.no_target", "warn", "dot"),
  not_assessed: word("state.not_assessed", "idle", "ring"),
  not_applicable: word("state.not_applicable", "idle", "dash"),
};

export const VERDICTS: Record<Schema<"VerdictState">, Word> = {
  allowed: { text: "Allowed", tone: "good", shape: "square" },
  not_allowed: { text: "Not allowed", tone: "bad", shape: "triangle" },
  inside_zone: { text: "Inside a zone", tone: "idle", shape: "ring" },
  no_zone: { text: "An end has no zone", tone: "warn", shape: "diamond" },
  not_judged: { text: "Not judged", tone: "idle", shape: "dash" },
};

export const EDGES: Record<Schema<"EdgeState">, Word> = {
  allowed_seen: { text: "Allowed and seen", tone: "good", shape: "square" },
  allowed_unseen: { text: "Allowed, never seen", tone: "warn", shape: "diamond" },
  seen_not_allowed: { text: "Seen, not allowed", tone: "bad", shape: "triangle" },
};

export const EVIDENCE_STATES: Record<Schema<"Evidence">["state"], Word> = {
  counting: { text: "Counts", tone: "good", shape: "disc" },
  expired: { text: "Expired", tone: "bad", shape: "cross" },
  not_yet: { text: "Not yet collected", tone: "warn", shape: "dot" },
  file_missing: { text: "File is missing", tone: "bad", shape: "cross" },
  file_altered: { text: "File was altered", tone: "bad", shape: "triangle" },
};

export const MEASURE_STATES: Record<Schema<"Measure">["state"], Word> = {
  counting: { text: "Counts", tone: "good", shape: "disc" },
  expired: { text: "Expired", tone: "bad", shape: "cross" },
  untested: { text: "Never tested", tone: "warn", shape: "dot" },
  ineffective: { text: "Not effective", tone: "bad", shape: "triangle" },
  contradicted: { text: "Contradicted by traffic", tone: "bad", shape: "triangle" },
};

export const RENEWALS: Record<Schema<"RenewalStage">, Word> = {
  expired: word("renewal.expired", "bad", "cross"),
  "7 days": word("renewal.7_days", "bad", "triangle"),
  "30 days": word("renewal.30_days", "warn", "half"),
  "90 days": word("renewal.90_days", "idle", "ring"),
};

export const COMPETENCES: Record<Schema<"CompetenceState">, Word> = {
  met: word("competence.met", "good", "disc"),
  lapsed: word("competence.lapsed", "bad", "cross"),
  too_low: word("competence.too_low", "warn", "half"),
  missing: word("competence.missing", "bad", "triangle"),
};

/** How a row of a ledger stands: by a day, or by what somebody set. */
const ROW_STATES: Record<string, Word> = {
  ...EVIDENCE_STATES,
  ...MEASURE_STATES,
  planned: { text: "Planned", tone: "idle", shape: "ring" },
  open: { text: "Open", tone: "warn", shape: "ring" },
  "in work": { text: "In work", tone: "warn", shape: "half" },
  corrected: { text: "Corrected", tone: "warn", shape: "half" },
  done: { text: "Done", tone: "good", shape: "disc" },
  verified: { text: "Verified", tone: "good", shape: "disc" },
  closed: { text: "Closed", tone: "good", shape: "square" },
  accepted: { text: "Accepted", tone: "idle", shape: "square" },
  dropped: { text: "Dropped", tone: "idle", shape: "dash" },
};
export const rowState = (state: string): Word =>
  ROW_STATES[state] ?? { text: state, tone: "idle", shape: "dot" };

export function signalWord(signal: { effect: string; state: string }): Word {
  if (signal.state === "no_data") return { text: "Nothing to look at", tone: "idle", shape: "dash" };
  if (signal.effect === "supports")
    return signal.state === "found"
      ? { text: "Supports", tone: "good", shape: "disc" }
      : { text: "Not seen", tone: "idle", shape: "ring" };
  return signal.state === "found"
    ? { text: "Contradicts", tone: "bad", shape: "triangle" }
    : { text: "Clear", tone: "good", shape: "square" };
}

export const CLASSES: Record<Schema<"AssetClass">, string> = {
  ot: "Control",
  it: "Office IT",
  iot: "Building and IoT",
  network: "Network",
  unknown: "Unknown",
};

export const LEVELS = ["Not assessed", "Initial", "Managed", "Practised", "Improving"];

/** Purdue levels, from the top of the drawing. */
export const PURDUE: Record<string, string> = {
  "5": "Internet",
  "4": "Enterprise",
  "3.5": "Industrial DMZ",
  "3": "Operations",
  "2": "Supervision",
  "1": "Control",
  "0": "Process",
};

/** What can change the process or the controller. */
export const CHANGES = new Set<Schema<"Access">>(["write", "control", "program"]);

export const FOUNDATIONS = [
  "Identification",
  "Use control",
  "Integrity",
  "Confidentiality",
  "Data flow",
  "Response",
  "Availability",
];

/** What became of a requirement from one assessment to another. */
export const COMPARED: Record<Schema<"Comparison">["rows"][number]["change"], Word> = {
  none: word("compare.none", "idle", "dash"),
  improved: word("compare.improved", "good", "disc"),
  regressed: word("compare.regressed", "bad", "triangle"),
  newly_assessed: word("compare.newly_assessed", "good", "half"),
  no_longer_assessed: word("compare.no_longer_assessed", "warn", "ring"),
  excluded: word("compare.excluded", "idle", "cross"),
  included: word("compare.included", "warn", "diamond"),
};

export const READINESS: Record<Schema<"Readiness">["rows"][number]["state"], Word> = {
  open: word("ready.state.open", "bad", "ring"),
  documented: word("ready.state.documented", "warn", "half"),
  ready: word("ready.state.ready", "good", "disc"),
  excluded: word("ready.state.excluded", "idle", "dash"),
};

export const DUTY_FAULTS: Record<Schema<"Duties">["faults"][number]["fault"], Word> = {
  nobody_accountable: word("duty.fault.nobody_accountable", "bad", "ring"),
  several_accountable: word("duty.fault.several_accountable", "bad", "diamond"),
  nobody_responsible: word("duty.fault.nobody_responsible", "warn", "half"),
  outside_without_reference: word("duty.fault.outside_without_reference", "warn", "triangle"),
};
