// What people keep, as /ledgers describes it: the groups, how a row is named, and how a value of any
// kind goes from a row into a form and back.
import { type Schema } from "../api/client";
import { date, number } from "./format";
import { spokenWord } from "./text.svelte";

export type Ledger = Schema<"Ledger">;
export type Field = Schema<"LedgerField">;
export type Row = Schema<"LedgerRow">;
export type Value = Row[string];

const GROUPS: [string, string[]][] = [
  ["Organisation", ["scopes", "parties", "people", "trainings", "competences"]],
  ["Assessment", ["assessments", "sessions", "claims", "evidence"]],
  ["Legacy", ["register", "legacy", "measures"]],
  ["Mending", ["findings", "lessons", "actions"]],
  ["Responsibilities and suppliers", ["duties", "provisions", "products", "declarations", "certificates"]],
  ["ISMS and neighbours", ["controls", "coverages", "mappings", "clauses"]],
  ["Metrics", ["metrics", "readings", "reviews", "policies"]],
];

/** In the order in which a program is built up; a ledger that is new stands at the end. */
export function grouped(ledgers: Ledger[]): [string, Ledger[]][] {
  const known = new Set(GROUPS.flatMap(([, names]) => names));
  const named = GROUPS.map(([title, names]): [string, Ledger[]] => [
    title,
    names.flatMap((name) => ledgers.filter((l) => l.name === name)),
  ]);
  const rest: [string, Ledger[]] = ["Others", ledgers.filter((l) => !known.has(l.name))];
  return [...named, rest].filter(([, all]) => all.length);
}

/** Its title in the language, or as the server has it. */
export function titleOf(ledger: Ledger): string {
  const title = spokenWord("ledgers.name", ledger.name);
  return title === ledger.name ? ledger.title : title;
}

const keyFields = (ledger: Ledger) => ledger.fields.slice(0, ledger.keys);
export const isKey = (ledger: Ledger, field: Field) => keyFields(ledger).includes(field);

/** As the path names a row: `AS-001/NET 1.1`, with what would part it percent-encoded. */
export const keyOf = (ledger: Ledger, row: Row) =>
  keyFields(ledger)
    .map((f) => String(row[f.name] ?? "").replace(/[%/]/g, encodeURIComponent))
    .join("/");

/** As a person names it. */
export const nameOf = (ledger: Ledger, row: Row) =>
  keyFields(ledger)
    .map((f) => row[f.name])
    .filter(Boolean)
    .join(" ");

/** What people set. */
export const open = (ledger: Ledger) => ledger.fields.filter((f) => !f.kept);

export const isNumber = (f: Field) => f.kind === "level" || f.kind === "number" || f.kind === "money";

/** How a day decides that a row stands; empty where its own field tells. */
export const standing = (ledger: Ledger) => !ledger.fields.some((f) => f.name === "state");

export const levels = (f: Field) => Array.from({ length: f.most - f.least + 1 }, (_, i) => f.least + i);

export function shown(f: Field, value: Value | undefined): string {
  if (value === undefined || value === null || value === "") return "";
  if (Array.isArray(value)) return value.join(", ");
  if (f.kind === "date") return date(String(value));
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return f.kind === "level" ? String(value) : value ? number(value) : "";
  return value;
}

/* ---- forms ---- */

/** What an input holds: text, a number or nothing, yes or no, entries. */
export type Draft = Record<string, string | number | boolean | string[] | null>;

function empty(f: Field): Draft[string] {
  if (f.kind === "list") return [];
  if (f.kind === "flag") return false;
  if (f.kind === "level") return f.least;
  return isNumber(f) ? null : "";
}

/** Nothing is 0 in a row and an empty input in a form. */
function drafted(f: Field, value: Value | undefined): Draft[string] {
  if (value === undefined || value === null) return empty(f);
  if (value === 0 && f.kind !== "level") return null;
  return Array.isArray(value) ? [...value] : value;
}

export const draftOf = (ledger: Ledger, row: Row = {}): Draft =>
  Object.fromEntries(open(ledger).map((f) => [f.name, drafted(f, row[f.name])]));

function sent(f: Field, value: Draft[string] | undefined): Value {
  if (f.kind === "date") return (value as string) || null;
  if (isNumber(f)) return (value as number | null) ?? 0;
  return (value ?? "") as Value;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The values that differ: what is left out stays, so that a colleague's change of another field does. */
export function difference(ledger: Ledger, from: Draft, to: Draft): Row {
  const changed = open(ledger).filter((f) => !same(from[f.name], to[f.name]));
  return Object.fromEntries(changed.map((f) => [f.name, sent(f, to[f.name])]));
}

/** A whole row as people set it, to put it back. */
export const rowOf = (ledger: Ledger, draft: Draft): Row =>
  Object.fromEntries(
    open(ledger)
      .filter((f) => !(ledger.gives_ids && isKey(ledger, f) && !draft[f.name]))
      .map((f) => [f.name, sent(f, draft[f.name])]),
  );
export const restored = (ledger: Ledger, row: Row): Row => rowOf(ledger, draftOf(ledger, row));

/** The field that the server's sentence is about: by its key, or by what it does not find. */
export function blamed(ledger: Ledger, sentence: string, draft: Draft): string {
  const quoted = [...sentence.matchAll(/"([^"]*)"/g)].map(([, word]) => word!);
  const key = /key "([^"]*)"/.exec(sentence)?.[1];
  if (key) return key;
  const missing = / names .*"([^"]*)"[^"]*$/.exec(sentence)?.[1];
  if (missing) {
    const holds = (f: Field) => f.refers && [draft[f.name]].flat().includes(missing);
    return open(ledger).find(holds)?.name ?? "";
  }
  return open(ledger).find((f) => quoted.includes(f.name))?.name ?? "";
}

/** A link may become an anchor only where following it opens a page or a file. */
export const isLink = (text: string) => /^(https?|file):\/\//i.test(text);
