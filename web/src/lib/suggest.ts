// What a reference may name: the rows that are there, as an input's suggestions.
import { get } from "../api/client";
import type { Field, Row } from "./ledger";
import { live } from "./live.svelte";

export interface Suggestion {
  value: string;
  text: string;
}

const MOST = 1000; /* suggestions of one field */

const named = (rows: { id: string; name?: string; title?: string }[]) =>
  rows.map((r) => ({ value: r.id, text: r.name ?? r.title ?? "" }));

/** A row of a ledger is named by its first field; its second says what it is. */
function first(row: Row): Suggestion {
  const [value, text] = Object.values(row);
  return { value: String(value ?? ""), text: typeof text === "string" ? text : "" };
}

async function ofStandard(parts: string): Promise<Suggestion[]> {
  const { rows } = await get("/catalogue");
  const wanted = parts.split(";").map((part) => `iec62443-${part}-`);
  const tables = rows.filter((t) => wanted.some((start) => `${t.id}-`.startsWith(start)));
  const pages = await Promise.all(tables.map((t) => get("/catalogue/{table}", [t.id], { limit: MOST })));
  return pages.flatMap((page) => page.rows.map(([value = "", text = ""]) => ({ value, text })));
}

const sources: Record<Exclude<Field["refers"], "">, (f: Field) => Promise<Suggestion[]>> = {
  ledger: async (f) => (await get("/ledgers/{ledger}", [f.ledger], { limit: MOST })).rows.map(first),
  zone: async () => named((await get("/zones")).rows),
  conduit: async () => named((await get("/conduits")).rows),
  requirement: async () => named((await get("/program")).requirements),
  signal: async () => named((await get("/signals")).rows),
  standard: (f) => ofStandard(f.ledger),
};
const assets = async () => named((await get("/assets", [], { limit: MOST })).rows);

const asked = new Map<string, Promise<Suggestion[]>>();
let version = -1;

/** None where the field names nothing, or where what it names cannot be had: typing goes on. */
export function suggestions(f: Field): Promise<Suggestion[]> {
  if (version !== live.version) asked.clear();
  version = live.version;
  const source = f.kind === "address" ? assets : f.refers ? sources[f.refers] : undefined;
  if (!source) return Promise.resolve([]);
  const key = `${f.kind} ${f.refers} ${f.ledger}`;
  if (!asked.has(key))
    asked.set(
      key,
      source(f).catch(() => []),
    );
  return asked.get(key)!;
}
