// Every page, in both appearances and at both sizes, shows its own things and complains about nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, demo, open, picture, until } from "./plant.mjs";

let server, chrome;
before(async () => {
  [server, chrome] = [await demo(), await browser()];
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

const PAGES = [
  ["overview", "overview", "Claimed against supported"],
  ["inventory", "inventory", "10.41.0.11"],
  ["asset", "asset/10.41.0.11", "Identity, and who says so"],
  ["traffic", "traffic", "scada → cell-a"],
  ["conversations", "traffic?view=conversations", "hmi-b"],
  ["map", "map", "Seen, not allowed"],
  ["zone", "map/cell-a", "Conduits that begin or end here"],
  ["program", "program", "What decides it"],
  ["requirement", "program/NET%201.1", "Signals from the plant"],
  ["screening", "screening", "Question 1 of 20"],
  ["assessments", "assessments", "Standing claims"],
  ["assessments-radar", "assessments?tab=radar", "AVAIL"],
  ["assessments-heat", "assessments?tab=heat", "The whole"],
  ["readiness", "readiness", "What must hold first"],
  ["plan", "plan", "Within 30 days"],
  ["duties", "duties", "site management"],
  ["crosswalk", "crosswalk", "those that are not"],
  ["suppliers", "suppliers", "Pump controller"],
  ["suppliers-parties", "suppliers?tab=parties", "less shown than declared"],
  ["upkeep", "upkeep", "CM-001"],
  ["upkeep-metrics", "upkeep?tab=metrics", "Assets that talk"],
  ["upkeep-competences", "upkeep?tab=competences", "R. Adeyemi"],
  ["ledgers", "ledgers/evidence", "EV-001"],
  ["ledger-row", "ledgers/measures?row=CM-001", "Way out"],
  ["signals", "signals", "What was found"],
  ["documents", "documents", "Statement of applicability"],
  ["catalogue", "catalogue", "ORG 1.1"],
  ["audit", "audit", "bulkhead load"],
];

for (const [name, path, text] of PAGES) {
  for (const [colorScheme, width, height] of [
    ["light", 1280, 800],
    ["dark", 1920, 1080],
  ]) {
    test(`the ${name} page shows "${text}" in ${colorScheme} at ${width}`, async () => {
      const { page, complaints, close } = await open(chrome, server.url, path, {
        colorScheme,
        viewport: { width, height },
      });
      await page.getByText(text, { exact: false }).first().waitFor();
      await until(
        page,
        () => !document.querySelector('[aria-label="Loading"]'),
      );
      await picture(page, `${name}-${width}-${colorScheme}`);
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth > innerWidth,
      );
      assert.equal(tooWide, false, "nothing is wider than the window");
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}

test("every control of every page has a name for those who do not see it", async () => {
  for (const [, path, text] of PAGES) {
    const { page, close } = await open(chrome, server.url, path);
    await page.getByText(text, { exact: false }).first().waitFor();
    const nameless = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          "button, a, input, select, textarea, [role=button]",
        ),
      ]
        .filter((e) => {
          const label =
            e.getAttribute("aria-label") ||
            e.textContent?.trim() ||
            e.closest("label")?.textContent?.trim() ||
            e.getAttribute("title");
          return !label;
        })
        .map((e) => e.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(nameless, [], path);
    await close();
  }
});
