// An entry of the audit trail in words: the columns that are different, as they were and as they are.
import type { Schema } from "../api/client";

type Row = Record<string, string | number>;
export interface Change {
  column: string;
  before: string | undefined;
  after: string | undefined;
}

const SHOWN = 200; /* characters of a value */
const row = (json: string | null): Row => (json ? JSON.parse(json) : {});
const short = (v: string | number | undefined) =>
  v === undefined ? undefined : String(v).length > SHOWN ? String(v).slice(0, SHOWN) + "…" : String(v);

export function changesOf(e: Schema<"AuditEntry">): Change[] {
  const before = row(e.before),
    after = row(e.after);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((column) => before[column] !== after[column])
    .map((column) => ({ column, before: short(before[column]), after: short(after[column]) }));
}
