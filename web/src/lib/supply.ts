// Who delivers what to which zone, joined from the ledgers.
import { get, type Schema } from "../api/client";
import { everyRow } from "./listing";

type Row = Schema<"LedgerRow">;
const text = (value: unknown) => String(value ?? "");
const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

export interface Product {
  id: string;
  name: string;
  supplier: string;
  model: string;
  zones: string[];
  ends: string; /* a day, or empty */
}
export interface Party {
  id: string;
  name: string;
  kind: string;
  products: Product[];
  zones: string[];
  performs: string[]; /* requirements */
  asked: number;
  declared: number;
  shown: number;
  short: boolean; /* less is shown than declared */
  certificates: Row[];
}
export interface Supply {
  today: string;
  zones: { id: string; name: string; products: Product[]; suppliers: string[] }[];
  parties: Party[];
  products: Product[];
}

const product = (r: Row): Product => ({
  id: text(r.id),
  name: text(r.name),
  supplier: text(r.supplier),
  model: [r.model, r.version].filter(Boolean).join(" "),
  zones: list(r.zones),
  ends: text(r.support_ends),
});

function party(r: Row, products: Product[], duties: Row[], provisions: Row[], certificates: Row[]): Party {
  const own = products.filter((p) => p.supplier === r.id);
  const profile = provisions.filter((p) => p.party === r.id);
  const count = (holds: (p: Row) => unknown) => profile.filter(holds).length;
  return {
    id: text(r.id),
    name: text(r.name),
    kind: text(r.kind),
    products: own,
    zones: [...new Set(own.flatMap((p) => p.zones))],
    performs: duties.filter((d) => d.party === r.id).map((d) => text(d.requirement)),
    asked: count((p) => p.required),
    declared: count((p) => p.declared),
    shown: count((p) => p.shown),
    short: profile.some((p) => Number(p.shown) < Number(p.declared)),
    certificates: certificates.filter((c) => c.party === r.id || own.some((p) => p.id === c.product)),
  };
}

export async function supply(): Promise<Supply> {
  const [overview, zones, parties, rows, duties, provisions, certificates] = await Promise.all([
    get("/overview"),
    get("/zones"),
    everyRow("parties"),
    everyRow("products"),
    everyRow("duties"),
    everyRow("provisions"),
    everyRow("certificates"),
  ]);
  const products = rows.map(product);
  const nameOf = new Map(parties.map((p) => [text(p.id), text(p.name)]));
  return {
    today: overview.plant.as_of,
    products,
    parties: parties.map((p) => party(p, products, duties, provisions, certificates)),
    zones: zones.rows.map((z) => {
      const used = products.filter((p) => p.zones.includes(z.id));
      const suppliers = [...new Set(used.map((p) => nameOf.get(p.supplier) ?? p.supplier).filter(Boolean))];
      return { id: z.id, name: z.name, products: used, suppliers };
    }),
  };
}
