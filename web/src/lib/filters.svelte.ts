// Filters that somebody named and kept, ledger by ledger, in this browser.

export interface Saved {
  name: string;
  query: Record<string, string>;
}

const place = (ledger: string) => `filters.${ledger}`;

function read(ledger: string): Saved[] {
  try {
    const all: unknown = JSON.parse(localStorage.getItem(place(ledger)) ?? "[]");
    return Array.isArray(all) ? all.filter((s) => typeof s?.name === "string" && s.query) : [];
  } catch {
    return []; /* somebody else wrote there */
  }
}

export class SavedFilters {
  all = $state<Saved[]>([]);
  #ledger: string;

  constructor(ledger: string) {
    this.#ledger = ledger;
    this.all = read(ledger);
  }

  /** A name that is there already gets the new filter. */
  keep(name: string, query: Record<string, string>) {
    this.#write([...this.all.filter((s) => s.name !== name), { name, query }]);
  }

  drop(name: string) {
    this.#write(this.all.filter((s) => s.name !== name));
  }

  #write(all: Saved[]) {
    this.all = all.sort((a, b) => a.name.localeCompare(b.name));
    localStorage.setItem(place(this.#ledger), JSON.stringify(this.all));
  }
}
