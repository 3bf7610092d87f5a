// Some of the ledgers, as the stand-in keeps them.
import { options } from "./options.mjs";
import * as program from "./program.mjs";

const field = (name, title, kind, more = {}) => ({
  name,
  title,
  help: "",
  kind,
  words: [],
  refers: "",
  ledger: "",
  least: 0,
  most: { text: 300, prose: 10000, list: 10000, level: 4, number: 1000000 }[kind] ?? 0,
  required: false,
  main: false,
  kept: false,
  ...more,
});
const must = { required: true, main: true };
const id = field("id", "Id", "text", must);
const requirement = field("requirement", "Requirement", "text", { ...must, refers: "requirement" });

export const findings =
  options.plant === "empty"
    ? []
    : [
        {
          id: "F-001",
          title: "The office reaches the control room",
          requirement: "NET 1.2",
          grade: "major nonconformity",
          evidence: [],
          state: "open",
          raised: "2026-02-20",
          due: "2026-05-31",
        },
      ];

const about = {
  evidence: {
    title: "Evidence",
    one: "evidence",
    about: "What is shown for the claims.",
    rows: program.evidence,
    shown: program.evidenceState,
    fields: [
      id,
      requirement,
      field("level", "Shows level", "level", { ...must, least: 1 }),
      field("kind", "Kind", "text", must),
      field("title", "Title", "text", must),
      field("custodian", "Custodian", "text", { main: true }),
      field("scope", "Scope", "text", { main: true }),
      field("digest", "SHA-256 of its file", "text", { kept: true }),
      field("link", "Link", "text"),
      field("period_from", "Represents from", "date"),
      field("period_to", "Represents to", "date"),
      field("collected", "Collected", "date", must),
      field("received", "Received", "date"),
      field("expires", "Counts until the day before", "date", { main: true }),
    ],
  },
  measures: {
    title: "Compensating measures",
    one: "measure",
    about: "What stands in for a requirement that an asset cannot meet.",
    rows: program.measures,
    shown: program.measureState,
    fields: [
      id,
      field("title", "Title", "text", must),
      requirement,
      field("asset", "Asset", "address", { main: true }),
      field("legacy", "Legacy system", "text"),
      field("kind", "Kind", "word", { words: ["technical", "physical", "procedural"] }),
      field("conduit", "Rests on the conduit", "text", { refers: "conduit" }),
      field("argument", "Why it is equivalent", "prose"),
      field("approver", "Approved by", "text", { main: true }),
      field("residual", "What risk stays", "prose"),
      field("exit_plan", "Way out", "prose"),
      field("tested", "Last tested", "date", { main: true }),
      field("tested_by", "Tested by", "text"),
      field("effective", "The test showed it effective", "flag", { main: true }),
      field("expires", "Counts until the day before", "date", must),
      field("renewals", "Renewals", "number", { main: true, kept: true }),
    ],
  },
  findings: {
    title: "Findings",
    one: "finding",
    about: "What is not as it must be.",
    rows: findings,
    shown: (row) => row,
    fields: [
      id,
      field("title", "Title", "text", must),
      requirement,
      field("grade", "Grade", "word", { ...must, words: ["major nonconformity", "observation"] }),
      field("evidence", "Evidence", "list", { refers: "ledger", ledger: "evidence" }),
      field("state", "State", "word", { ...must, words: ["open", "corrected", "verified"] }),
      field("raised", "Raised", "date", must),
      field("due", "Due", "date", { main: true }),
    ],
  },
};

/** A ledger by its name: its rows, how one is shown, and the prefix of its ids. */
export const ledger = (name) => about[name];
export const PREFIXES = { evidence: "EV-", measures: "CM-", findings: "F-" };

export const listLedgers = () => ({
  ledgers: Object.entries(about).map(([name, { title, one, about, rows, fields }]) => ({
    name,
    title,
    one,
    about,
    gives_ids: true,
    keys: 1,
    rows: rows.length,
    fields,
  })),
});

const nothing = { list: [], flag: false, date: null, level: 0, number: 0, money: 0 };

/** A row with what was left out. */
export const filled = (name, row) => ({
  ...Object.fromEntries(
    about[name].fields.map((f) => [f.name, nothing[f.kind] ?? (f.kind in nothing ? null : "")]),
  ),
  ...row,
});
