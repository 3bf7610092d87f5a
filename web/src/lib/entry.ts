// Rows of a ledger are added, changed and removed here, and each of that can be taken back.
import { get, post, put, putFile, remove, type Schema } from "../api/client";
import { keyOf, nameOf, restored, type Draft, type Ledger, type Row } from "./ledger";
import { complain, say } from "./say.svelte";
import { t } from "./text.svelte";

let all: Promise<Ledger[]> | undefined;

/** The fields of a ledger; they are asked for once, since they belong to the program. */
export async function described(name: string): Promise<Ledger> {
  all ??= get("/ledgers").then((answer) => answer.ledgers);
  const ledgers = await all.catch((problem) => {
    all = undefined;
    throw problem;
  });
  const ledger = ledgers.find((l) => l.name === name);
  if (!ledger) throw new Error(`There is no ledger "${name}".`);
  return ledger;
}

/** What a removal loses for good: the program set it, and nobody can set it again. */
export const final = (ledger: Ledger, row: Row) => ledger.fields.some((f) => f.kept && row[f.name]);

const back = (act: () => Promise<unknown>, changed: () => void) => () => {
  act().then(() => {
    say(t("entry.undone"));
    changed();
  }, complain);
};

export async function addRow(ledger: Ledger, row: Row, changed: () => void, file?: Blob): Promise<Row> {
  const added = await post("/ledgers/{ledger}", row, [ledger.name]);
  const key = keyOf(ledger, added);
  if (file) await putFile(key, file);
  say(t("entry.added", { name: nameOf(ledger, added) }), () => {
    removeRow(ledger, added, changed).catch(complain);
  });
  changed();
  return added;
}

export async function changeRow(
  ledger: Ledger,
  row: Row,
  change: Row,
  changed: () => void,
  file?: Blob,
): Promise<void> {
  const key = keyOf(ledger, row);
  const was = restored(ledger, row);
  const before = Object.fromEntries(Object.keys(change).map((name) => [name, was[name]!]));
  const some = Object.keys(change).length > 0;
  if (some) await put("/ledgers/{ledger}/{key}", [ledger.name, key], change);
  if (file) await putFile(key, file);
  say(
    t("entry.saved", { name: nameOf(ledger, row) }),
    some ? back(() => put("/ledgers/{ledger}/{key}", [ledger.name, key], before), changed) : undefined,
  );
  changed();
}

export async function removeRow(ledger: Ledger, row: Row, changed: () => void): Promise<void> {
  await remove("/ledgers/{ledger}/{key}", [ledger.name, keyOf(ledger, row)]);
  const again = back(() => post("/ledgers/{ledger}", restored(ledger, row), [ledger.name]), changed);
  say(t("entry.removed", { name: nameOf(ledger, row) }), final(ledger, row) ? undefined : again);
  changed();
}

/* ---- what was typed and not saved ---- */

const kept = new Map<string, Draft>();
const place = (ledger: Ledger, row?: Row) => `${ledger.name} ${row ? keyOf(ledger, row) : ""}`;

export function keepDraft(ledger: Ledger, row: Row | undefined, draft: Draft) {
  kept.set(place(ledger, row), draft);
}

/** The draft that an undone discard brings back; it is given once. */
export function takeDraft(ledger: Ledger, row: Row | undefined): Draft | undefined {
  const draft = kept.get(place(ledger, row));
  kept.delete(place(ledger, row));
  return draft;
}

/* ---- several rows as one change ---- */

type Changed = Schema<"ChangedRows">;

/** What was added together is taken back together. */
export function takeBack({ rows }: Changed, sentence: string, changed: () => void) {
  const changes = rows.map(({ ledger, key }) => ({ ledger, key, row: null }));
  say(sentence, changes.length ? back(() => post("/ledgers", { changes }), changed) : undefined);
  changed();
}
