// Listings that are loaded whole: which rows fit, and in which order.
import { get, type Schema } from "../api/client";

export interface ListColumn<T> {
  key: string;
  title: string;
  value?: (row: T) => string | number; /* to sort by; without it the column is not sorted */
  number?: boolean;
  width?: string;
}

/** Whether every word stands somewhere in the texts. */
export function fits(query: string | undefined, ...texts: (string | undefined)[]): boolean {
  const all = texts.join(" ").toLowerCase();
  return (query ?? "")
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

const compare = (a: string | number, b: string | number) =>
  typeof a === "number" && typeof b === "number"
    ? a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true });

/** `sort` is a column's key, "-" before it for the other way round; none keeps the order. */
export function sorted<T>(rows: T[], columns: ListColumn<T>[], sort: string | undefined): T[] {
  const value = columns.find((c) => c.key === sort?.replace(/^-/, ""))?.value;
  if (!value) return rows;
  const way = sort!.startsWith("-") ? -1 : 1;
  return [...rows].sort((a, b) => way * compare(value(a), value(b)));
}

/** How many rows there are of each value, for a filter. */
export function counted(values: string[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count }));
}

const PAGE = 1000;

/** All rows of a ledger, page by page. */
export async function everyRow(ledger: string): Promise<Schema<"LedgerRow">[]> {
  const rows: Schema<"LedgerRow">[] = [];
  for (;;) {
    const query = { offset: rows.length, limit: PAGE };
    const page = await get("/ledgers/{ledger}", [ledger], query as never);
    rows.push(...page.rows);
    if (rows.length >= page.total || !page.rows.length) return rows;
  }
}
