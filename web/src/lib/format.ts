// Numbers, dates and names as people read them.  Times are shown in UTC, as the rows have them.

import { locale } from "./text.svelte";

/* Formats are slow to make: one of each kind for each language. */
function kept<F>(make: (locale: string) => F): () => F {
  const made = new Map<string, F>();
  return () => {
    const now = locale();
    const format = made.get(now) ?? make(now);
    made.set(now, format);
    return format;
  };
}

const numbers = kept((l) => new Intl.NumberFormat(l));
export const number = (n: number) => numbers().format(n);

export const plural = (n: number, one: string, many = one + "s") => `${number(n)} ${n === 1 ? one : many}`;

const days = kept(
  (l) => new Intl.DateTimeFormat(l, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }),
);
export const date = (d: string | null | undefined) => (d ? days().format(new Date(d)) : "");

/** "2 Mar 2026 07:44:09" */
export const time = (t: string | null | undefined) => (t ? `${date(t)} ${t.slice(11, 19)}` : "");
export const clock = (t: string | null | undefined) => (t ? t.slice(11, 19) : "");

export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let i = 0;
  for (; n >= 1000 && i < units.length - 1; i++) n /= 1000;
  return `${i && n < 100 ? n.toFixed(1) : Math.round(n)} ${units[i]}`;
}

export const fileName = (path: string) => path.split("/").at(-1) ?? path;

/** Protocols as people read them. */
export const spoken = (protocols: string[]) =>
  protocols.map((p) => (p === "unknown" ? "not recognized" : p)).join(", ");

/** "hmi-b", or the address where there is no name. */
export const called = (end: { id: string; name: string }) => end.name || end.id;

/** "1.00 s": from one cycle to the next. */
export function interval(us: number): string {
  const steps: [number, string][] = [
    [3600e6, "h"],
    [60e6, "min"],
    [1e6, "s"],
    [1e3, "ms"],
    [1, "µs"],
  ];
  const [size, unit] = steps.find(([size]) => us >= size) ?? steps[4]!;
  return `${Number((us / size).toPrecision(3))} ${unit}`;
}
