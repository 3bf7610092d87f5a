// States that the demo plant is never in: nothing seen yet, a server in trouble, a very large plant.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, empty, open, picture, standIn } from "./plant.mjs";

let chrome;
const servers = {};
before(async () => {
  chrome = await browser();
  servers.empty = await empty();
  for (const plant of ["failing", "large"])
    servers[plant] = await standIn(plant);
});
after(async () => {
  await chrome?.close();
  for (const server of Object.values(servers)) await server.stop();
});

for (const [path, text] of [
  ["overview", "This plant has seen no traffic yet"],
  ["inventory", "No asset was seen yet"],
  ["traffic", "No conversation was seen yet"],
  ["map", "No zone is drawn yet"],
]) {
  test(`an empty plant says on the ${path} page what to do next`, async () => {
    const { page, complaints, close } = await open(
      chrome,
      servers.empty.url,
      path,
    );
    await page.getByText(text).waitFor();
    const command = await page.locator("main code").first().textContent();
    assert.match(command, /^bulkhead (load|import) PLANT /);
    await picture(page, `empty-${path}`);
    assert.deepEqual(complaints, []);
    await close();
  });
}

for (const [path, text, next] of [
  ["assessments?tab=compare", "Nothing to compare yet", "Copy forward"],
  ["assessments?tab=trend", "A trend needs two assessments", "Copy forward"],
  ["assessments", "There is no assessment yet", "Where to begin"],
  ["plan", "No action is open", "Add an action"],
  ["suppliers", "No product or organisation is known yet", "Add a product"],
  ["crosswalk?tab=own", "No crosswalk of your own yet", "Add a row"],
  [
    "screening?step=end",
    "No question is answered yet",
    "Back to the questions",
  ],
]) {
  test(`an empty plant says on ${path} what to do next`, async () => {
    const { page, complaints, close } = await open(
      chrome,
      servers.empty.url,
      path,
    );
    const empty = page.locator(".empty", { hasText: text });
    await empty.waitFor();
    await empty.getByText(next, { exact: true }).waitFor();
    await picture(page, `empty-${path.replace(/\W/g, "-")}`);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("an empty ledger says what it is for and leads to its first row", async () => {
  const { page, complaints, close } = await open(
    chrome,
    servers.empty.url,
    "ledgers/scopes",
  );
  await page.getByText("No scope yet").waitFor();
  const url = `${servers.empty.url}/api/v1/ledgers`;
  const { ledgers } = await (await fetch(url)).json();
  const { about } = ledgers.find((l) => l.name === "scopes");
  await page.locator(".empty").getByText(about).waitFor();
  await picture(page, "empty-ledgers");
  await page.getByRole("button", { name: "Add the first scope" }).click();
  await page.getByRole("form", { name: "New scope" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("an empty plant shows all 87 requirements as not assessed", async () => {
  const { page, close } = await open(chrome, servers.empty.url, "program");
  await page.locator("tr.requirement").first().waitFor();
  assert.equal(await page.locator("tr.requirement").count(), 87);
  assert.equal(
    await page.locator("tr.requirement", { hasText: "Not assessed" }).count(),
    87,
  );
  await picture(page, "empty-program");
  await close();
});

for (const path of [
  "overview",
  "inventory",
  "asset/10.41.0.11",
  "traffic",
  "map",
  "map/cell-a",
  "program",
  "signals",
  "catalogue",
]) {
  test(`a server in trouble is named on the ${path} page, with a way to try again`, async () => {
    const { page, close } = await open(chrome, servers.failing.url, path);
    await page.getByRole("alert").first().waitFor();
    assert.match(
      await page.getByRole("alert").first().textContent(),
      /could not be loaded.*The database is locked by another process/s,
    );
    await page.getByRole("button", { name: "Try again" }).first().waitFor();
    await picture(page, `failing-${path.split("/").join("-")}`);
    await close();
  });
}

test("try again loads what failed before", async () => {
  const { page, close } = await open(chrome, servers.empty.url, "overview");
  await page.route("**/api/v1/signals", (route) =>
    route.fulfill({
      status: 503,
      contentType: "application/json",
      body: '{"error":{"code":503,"message":"The database is busy."}}',
    }),
  );
  await page.goto(`${servers.empty.url}/#/signals`);
  await page.getByText("The database is busy.").waitFor();
  await page.unroute("**/api/v1/signals");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Looked for, not found").waitFor();
  await close();
});

test("a hundred thousand assets: the last row is a key away, and few rows exist at a time", async () => {
  const { page, complaints, close } = await open(
    chrome,
    servers.large.url,
    "inventory",
  );
  await page.getByText("100,000 assets").waitFor();
  await page.getByRole("grid").focus();
  const started = Date.now();
  await page.keyboard.press("End");
  await page
    .locator('[role="row"][aria-rowindex="100001"] [role="gridcell"]')
    .nth(2)
    .waitFor();
  assert.ok(Date.now() - started < 3000, "within three seconds");
  assert.ok(
    (await page.locator('[role="row"]').count()) < 90,
    "only the rows in view exist",
  );
  await picture(page, "large-inventory");
  assert.deepEqual(complaints, []);
  await close();
});

test("a hundred thousand assets: scrolling asks for pages, never for everything", async () => {
  const { page, close } = await open(chrome, servers.large.url, "overview");
  const limits = [];
  page.on("request", (r) => {
    const url = new URL(r.url());
    if (url.pathname.endsWith("/assets"))
      limits.push(Number(url.searchParams.get("limit")));
  });
  await page.goto(`${servers.large.url}/#/inventory`);
  await page.getByText("100,000 assets").waitFor();
  await page.getByRole("grid").hover();
  for (let i = 0; i < 10; i++) await page.mouse.wheel(0, 4000);
  await page.waitForTimeout(500);
  assert.ok(
    limits.length > 1 && limits.length < 30,
    `${limits.length} requests`,
  );
  assert.ok(limits.every((l) => l <= 100));
  await close();
});
