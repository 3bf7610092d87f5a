// What other frameworks say to the requirements: the tables of the catalogue and the owner's ledgers as one list.
import { get, type Schema } from "../api/client";
import { everyRow } from "./listing";
import { date } from "./format";
import { t } from "./text.svelte";

export interface Mapping {
  key: string;
  framework: string;
  control: string;
  title: string;
  requirement: string; /* of 2-1:2024; empty: none */
  relation: string;
  provenance: () => string; /* it follows the language */
  edit?: [ledger: string, row: string];
}

export const CSF = "NIST CSF 1.1";
export const ISO = "ISO/IEC 27001:2022";
export const ANSSI = "ANSSI-PA-108";

type Table = Schema<"CataloguePage">;
async function table(id: string): Promise<Record<string, string>[]> {
  const page: Table = await get("/catalogue/{table}", [id], { limit: 1000 });
  const { columns } = page.table;
  return page.rows.map((cells) => Object.fromEntries(columns.map((c, i) => [c, cells[i] ?? ""])));
}

const related = (row: Record<string, string>) =>
  (row.related_by_our_analysis ?? "").split(";").map((entry) => entry.trim());

function iso(requirements: Record<string, string>[]): Mapping[] {
  return requirements.flatMap((r) =>
    related(r)
      .filter((entry) => entry.startsWith(ISO))
      .map((entry) => {
        const control = entry.slice(ISO.length).trim();
        const provenance = () => t("cross.our_analysis", { confidence: r.confidence ?? "" });
        return {
          key: `${ISO} ${control} ${r.id}`,
          framework: ISO,
          control,
          title: "",
          requirement: r.id!,
          relation: "related",
          provenance,
        };
      }),
  );
}

/* NIST names requirements of 3-3; our own crosswalk leads from there to 2-1:2024. */
function csf(rows: Record<string, string>[], requirements: Record<string, string>[]): Mapping[] {
  const bySystem = new Map<string, string[]>();
  for (const r of requirements)
    for (const entry of related(r)) bySystem.set(entry, [...(bySystem.get(entry) ?? []), r.id!]);
  return rows.flatMap(({ csf_id = "", standard = "", ref = "" }) => {
    const whole = `${standard} ${ref}`;
    const ends = standard.includes("3-3") ? (bySystem.get(ref) ?? [""]) : [""];
    return ends.map((requirement) => ({
      key: `${csf_id} ${whole} ${requirement}`,
      framework: CSF,
      control: csf_id,
      title: whole,
      requirement,
      relation: "related",
      provenance: () => t(requirement ? "cross.nist_via" : "cross.nist", { ref }),
    }));
  });
}

function anssi(rows: Record<string, string>[], ids: Set<string>): Mapping[] {
  return rows
    .filter((r) => r.standard === "IEC 62443-2-1:2024")
    .map(({ anssi_measure = "", ref = "" }) => ({
      key: `${ANSSI} ${anssi_measure} ${ref}`,
      framework: ANSSI,
      control: anssi_measure,
      title: ids.has(ref) ? "" : ref,
      requirement: ids.has(ref) ? ref : "",
      relation: "related",
      provenance: () => t("cross.anssi"),
    }));
}

const text = (value: unknown) => String(value ?? "");

export async function crosswalk(): Promise<Mapping[]> {
  const [requirements, nist, french, own, covered, controls] = await Promise.all([
    table("2-1"),
    table("csf-1.1"),
    table("anssi"),
    everyRow("mappings"),
    everyRow("coverages"),
    everyRow("controls"),
  ]);
  const titles = new Map(controls.map((c) => [c.id, text(c.title)]));
  return [
    ...own.map((r): Mapping => ({
      key: `own ${text(r.id)}`,
      framework: text(r.framework),
      control: text(r.control),
      title: text(r.title),
      requirement: text(r.requirement),
      relation: text(r.relation),
      provenance: () => text(r.provenance),
      edit: ["mappings", text(r.id)],
    })),
    ...covered.map((r): Mapping => ({
      key: `isms ${text(r.requirement)} ${text(r.control)}`,
      framework: "ISMS",
      control: text(r.control),
      title: titles.get(r.control ?? "") ?? "",
      requirement: text(r.requirement),
      relation: text(r.relation),
      provenance: () =>
        [r.provenance, r.reference, r.checked && t("cross.checked", { date: date(text(r.checked)) })]
          .filter(Boolean)
          .join(", "),
      edit: ["coverages", `${text(r.requirement)}/${text(r.control).replace(/[%/]/g, encodeURIComponent)}`],
    })),
    ...iso(requirements),
    ...csf(nist, requirements),
    ...anssi(french, new Set(requirements.map((r) => r.id!))),
  ];
}
