// The matrix of responsibilities: requirements down, roles across, what is yours and what is proposed.
import type { Schema } from "../api/client";

export type Row = Schema<"LedgerRow">;
type Fault = Schema<"Duties">["faults"][number];

export interface DutyCell {
  row: Row;
  proposed: boolean;
}
export interface DutyLine {
  requirement: string;
  title: string;
  element: string;
  cells: Map<string, DutyCell>;
  faults: Fault[];
  proposed: boolean; /* everything in it is */
}

/** What one role is called: "OT Security" and "OT security" are the same. */
const called = (role: unknown) => String(role).toLowerCase();

/** Roles in the order in which they are met; those of the matrix before those that are only proposed. */
export function rolesOf(own: Row[], proposed: Row[], added: string[]): string[] {
  const roles = new Map<string, string>();
  for (const role of [...own, ...proposed].map((r) => String(r.role)).concat(added))
    if (!roles.has(called(role))) roles.set(called(role), role);
  return [...roles.values()];
}

export const cellOf = (line: DutyLine, role: string) => line.cells.get(called(role));

export function linesOf(
  requirements: Schema<"RequirementRow">[],
  own: Row[],
  duties: Schema<"Duties">,
): DutyLine[] {
  const lines = new Map<string, DutyLine>();
  for (const { id, title, element, state } of requirements)
    if (state !== "not_applicable")
      lines.set(id, { requirement: id, title, element, cells: new Map(), faults: [], proposed: true });
  for (const [rows, proposed] of [
    [own, false],
    [duties.proposed, true],
  ] as const)
    for (const row of rows) {
      const line = lines.get(String(row.requirement));
      line?.cells.set(called(row.role), { row, proposed });
      if (line && !proposed) line.proposed = false;
    }
  for (const fault of duties.faults) lines.get(fault.requirement)?.faults.push(fault);
  return [...lines.values()];
}

export const LETTERS: Record<string, string> = { r: "R", a: "A", b: "RA", c: "C", i: "I" };
