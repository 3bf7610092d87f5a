// Where we are: `#/page/id?query`.  After the hash, so that the server needs to know one page only.

export const PAGES = [
  "overview",
  "inventory",
  "traffic",
  "map",
  "signals",
  "screening",
  "program",
  "assessments",
  "readiness",
  "plan",
  "duties",
  "upkeep",
  "crosswalk",
  "suppliers",
  "ledgers",
  "documents",
  "catalogue",
  "audit",
] as const;
export type Page = (typeof PAGES)[number] | "asset";

interface Place {
  page: Page;
  id: string;
  query: Record<string, string>;
}

function parse(hash: string): Place {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?");
  const [page = "", ...rest] = path.split("/");
  const known = page === "asset" || (PAGES as readonly string[]).includes(page);
  return {
    page: known ? (page as Page) : "overview",
    id: decodeURIComponent(rest.join("/")),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

export const place = $state<Place>(parse(location.hash));

addEventListener("hashchange", () => Object.assign(place, parse(location.hash)));

/** The address of a page, for links. */
export function to(page: Page, id = "", query: Record<string, string | undefined> = {}): string {
  const given = Object.entries(query).filter(([, v]) => v) as [string, string][];
  const search = new URLSearchParams(given).toString();
  return `#/${page}${id ? "/" + encodeURIComponent(id) : ""}${search ? "?" + search : ""}`;
}

export function go(page: Page, id = "", query: Record<string, string | undefined> = {}) {
  location.hash = to(page, id, query);
}

/** Change some of the query in place, without a step in the history. */
export function refine(change: Record<string, string | undefined>) {
  const url = to(place.page, place.id, { ...place.query, ...change });
  history.replaceState(null, "", url);
  Object.assign(place, parse(url));
}
