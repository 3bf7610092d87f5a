// What the pages say is in one file per language: complete, and nowhere else.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

const SOURCE = new URL("../../web/src/", import.meta.url);
const { parse } = createRequire(new URL("../../web/", import.meta.url))(
  "svelte/compiler",
);
const read = (path) => readFileSync(new URL(path, SOURCE), "utf8");
const files = (folder, end) =>
  readdirSync(new URL(folder, SOURCE))
    .filter((name) => name.endsWith(end))
    .map((name) => `${folder}${name}`);

const languages = Object.fromEntries(
  files("messages/", ".json").map((path) => [path, JSON.parse(read(path))]),
);
const english = languages["messages/en.json"];
const values = (message) =>
  [...new Set(message.match(/\{\w+\}/g) ?? [])].sort();

for (const [path, messages] of Object.entries(languages)) {
  test(`${path} has every message of the English file and no other`, () => {
    assert.deepEqual(Object.keys(messages).sort(), Object.keys(english).sort());
  });

  test(`${path} leaves out no value and no plural of a message`, () => {
    for (const [key, message] of Object.entries(messages)) {
      assert.deepEqual(values(message), values(english[key] ?? ""), key);
      assert.equal(
        message.split("|").length,
        (english[key] ?? "").split("|").length,
        key,
      );
    }
  });
}

test("every message that the pages ask for is there, and every one that is there is asked for", () => {
  const sources = ["./", "lib/", "pages/", "parts/"]
    .flatMap((folder) => [...files(folder, ".svelte"), ...files(folder, ".ts")])
    .map(read)
    .join("\n");
  const asked = [...sources.matchAll(/\btn?\(\s*"([\w.]+)"/g)].map(
    ([, k]) => k,
  );
  for (const key of asked) assert.ok(key in english, key);
  const groups = [
    ...sources.matchAll(/(?:spokenWord\(\s*"|\bt\(`)([\w.]+?)\.?(?:"|\$)/g),
  ].map(([, group]) => `${group}.`);
  for (const key of Object.keys(english)) {
    const named = sources.includes(`"${key}"`) || key === "language";
    assert.ok(
      named || groups.some((g) => key.startsWith(g)),
      `nobody says ${key}`,
    );
  }
});

/* These speak English only so far.  One that is translated leaves the list. */
const NOT_YET = new Set(
  readFileSync(new URL("untranslated.list", import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean),
);

/** What a component writes by itself instead of asking for a message. */
function bareText(path) {
  const found = [];
  const NAMES = /^(Bulkhead|px|Esc|Enter|SHA-256|bulkhead explain PLANT "|CSV|PDF|IEC [\d-]+|ISO\/IEC [\d:]+|h|SL-T)$/;
  const look = (text) => {
    const words = text.trim();
    if (/[a-z]{2}/i.test(words) && !NAMES.test(words)) found.push(words);
  };
  (function walk(node) {
    if (!node || typeof node !== "object") return;
    if (node.type === "Style" || node.type === "Script") return;
    if (node.type === "Text") look(node.data);
    if (node.type === "Literal" && /\w \w/.test(String(node.value)))
      look(node.value);
    if (node.type === "TemplateElement" && /\w \w/.test(node.value.raw))
      look(node.value.raw);
    if (
      node.type === "Attribute" &&
      !/^(title|aria-label|label|placeholder|alt|what|of|help)$/.test(node.name)
    )
      return;
    for (const value of Object.values(node))
      if (Array.isArray(value)) value.forEach(walk);
      else if (value && typeof value === "object" && value.type) walk(value);
  })(parse(read(path), { modern: true }).fragment);
  return found;
}

for (const path of ["./", "pages/", "parts/"].flatMap((folder) =>
  files(folder, ".svelte"),
)) {
  const name = path.replace("./", "");
  if (NOT_YET.has(name))
    test(`${name} still has text of its own, or leaves the list`, () => {
      assert.notDeepEqual(bareText(path), []);
    });
  else
    test(`${name} says nothing that is no message`, () => {
      assert.deepEqual(bareText(path), []);
    });
}
