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
  allowed: word("verdict.allowed", "good", "square"),
  not_allowed: word("verdict.not_allowed", "bad", "triangle"),
  inside_zone: word("verdict.inside_zone", "idle", "ring"),
  no_zone: word("verdict.no_zone", "warn", "diamond"),
  not_judged: word("verdict.not_judged", "idle", "dash"),
};

export const EDGES: Record<Schema<"EdgeState">, Word> = {
  allowed_seen: word("edge.allowed_seen", "good", "square"),
  allowed_unseen: word("edge.allowed_unseen", "warn", "diamond"),
  seen_not_allowed: word("edge.seen_not_allowed", "bad", "triangle"),
};

export const EVIDENCE_STATES: Record<Schema<"Evidence">["state"], Word> = {
  counting: word("standing.counting", "good", "disc"),
  expired: word("standing.expired", "bad", "cross"),
  not_yet: word("standing.not_yet", "warn", "dot"),
  file_missing: word("standing.file_missing", "bad", "cross"),
  file_altered: word("standing.file_altered", "bad", "triangle"),
};

export const MEASURE_STATES: Record<Schema<"Measure">["state"], Word> = {
  counting: word("standing.counting", "good", "disc"),
  expired: word("standing.expired", "bad", "cross"),
  untested: word("standing.untested", "warn", "dot"),
  ineffective: word("standing.ineffective", "bad", "triangle"),
  contradicted: word("standing.contradicted", "bad", "triangle"),
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
  planned: word("standing.planned", "idle", "ring"),
  open: word("standing.open", "warn", "ring"),
  "in work": word("standing.in_work", "warn", "half"),
  corrected: word("standing.corrected", "warn", "half"),
  done: word("standing.done", "good", "disc"),
  verified: word("standing.verified", "good", "disc"),
  closed: word("standing.closed", "good", "square"),
  accepted: word("standing.accepted", "idle", "square"),
  dropped: word("standing.dropped", "idle", "dash"),
};
export const rowState = (state: string): Word =>
  ROW_STATES[state] ?? { text: state, tone: "idle", shape: "dot" };

export function signalWord(signal: { effect: string; state: string }): Word {
  if (signal.state === "no_data") return word("signal.no_data", "idle", "dash");
  if (signal.effect === "supports")
    return signal.state === "found"
      ? word("signal.supports", "good", "disc")
      : word("signal.not_seen", "idle", "ring");
  return signal.state === "found"
    ? word("signal.contradicts", "bad", "triangle")
    : word("signal.clear", "good", "square");
}

export const CLASSES: Record<Schema<"AssetClass">, string> = {
  get ot() {
    return t("class.ot");
  },
  get it() {
    return t("class.it");
  },
  get iot() {
    return t("class.iot");
  },
  get network() {
    return t("class.network");
  },
  get unknown() {
    return t("class.unknown");
  },
};

/** A maturity level by its name. */
export const levelName = (level: number) => t(`level.${level as 0 | 1 | 2 | 3 | 4}`);

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
