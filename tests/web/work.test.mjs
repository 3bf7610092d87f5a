// What a plant engineer does on the pages.
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

const at = (page) => page.evaluate(() => decodeURIComponent(location.hash));

/** Open a page, do something there, and demand that it complained about nothing. */
function doing(name, path, act, options) {
  test(name, async () => {
    const { page, complaints, close } = await open(
      chrome,
      server.url,
      path,
      options,
    );
    try {
      await act(page);
      assert.deepEqual(complaints, []);
    } finally {
      await close();
    }
  });
}

doing(
  "slash leads to the search, and a search leaves the assets that fit",
  "inventory",
  async (page) => {
    await page.getByText("10.41.0.11").first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("10.41.0.77");
    await page.getByText("1 asset of those").waitFor();
    assert.equal(await page.locator('[role="row"][aria-selected]').count(), 1);
    assert.match(await at(page), /q=10\.41\.0\.77/);
  },
);

doing(
  "the keyboard walks the inventory and opens an asset",
  "inventory",
  async (page) => {
    await page.getByText("10.41.0.11").first().waitFor();
    await page.getByRole("grid").focus();
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("k");
    const chosen = await page
      .locator('[role="row"][aria-selected="true"]')
      .getAttribute("aria-rowindex");
    assert.equal(chosen, "3");
    const address = await page
      .locator('[role="row"][aria-selected="true"] .mono')
      .first()
      .textContent();
    await page.keyboard.press("Enter");
    await page.getByText("What it is taken for").waitFor();
    assert.match(await at(page), new RegExp(`#/asset/${address}`));
  },
);

doing(
  "a column sorts one way and then the other",
  "inventory",
  async (page) => {
    const first = () =>
      page
        .locator('[role="row"][aria-rowindex="2"] [role="gridcell"]')
        .nth(1)
        .textContent();
    await page.getByText("10.41.0.11").first().waitFor();
    await page
      .getByRole("columnheader", { name: "Packets" })
      .getByRole("button")
      .click();
    await until(page, () => location.hash.includes("sort=packets"));
    await page.waitForTimeout(300);
    const least = await first();
    await page
      .getByRole("columnheader", { name: "Packets" })
      .getByRole("button")
      .click();
    await until(page, () => location.hash.includes("sort=-packets"));
    await page.waitForTimeout(300);
    assert.notEqual(await first(), least);
  },
);

doing(
  "a pair of zones narrows the assets, a pair of assets the operations, and All takes it back",
  "traffic",
  async (page) => {
    const count = async (pane) =>
      Number(
        (
          await page
            .getByRole("grid", { name: pane })
            .getAttribute("aria-rowcount")
        ).replace(/\D/g, ""),
      ) - 1;
    await page.getByRole("gridcell", { name: "scada → cell-a" }).waitFor();
    const assets = await count("Assets"),
      operations = await count("Operations");
    await page.getByRole("gridcell", { name: "scada → cell-a" }).click();
    await until(page, () => location.hash.includes("zone_to=cell-a"));
    await page.getByRole("gridcell", { name: "engineering → hmi-a" }).click();
    await until(page, () => location.hash.includes("client="));
    await page.waitForTimeout(300);
    assert.ok((await count("Assets")) < assets, "fewer assets");
    assert.ok((await count("Operations")) < operations, "fewer operations");
    await picture(page, "traffic-narrowed");
    await page.getByRole("button", { name: "All" }).first().click();
    await until(page, () => !location.hash.includes("zone_to"));
    await page.waitForTimeout(300);
    assert.equal(await count("Operations"), operations);
  },
);

doing(
  "a conversation opens beside the table with its operations and its verdict",
  "traffic?verdict=not_allowed",
  async (page) => {
    await page.getByRole("gridcell", { name: "Not allowed" }).first().click();
    const panel = page.getByRole("complementary", { name: "Conversation" });
    await panel.getByRole("heading", { name: "Operations" }).waitFor();
    assert.match(await panel.textContent(), /Not allowed/);
    await picture(page, "conversation");
  },
);

doing(
  "the map draws every zone, tells why a pair is not allowed, and opens a zone",
  "map",
  async (page) => {
    const zones = page.locator("g.zone");
    await zones.first().waitFor();
    assert.ok((await zones.count()) >= 6, "six compartments");
    assert.ok(
      (await page.locator("g.pipe.seen_not_allowed").count()) >= 1,
      "at least one pipe that is not allowed",
    );
    await page
      .locator("aside a", { hasText: "cell-b to cell-a" })
      .first()
      .click();
    await page.getByRole("heading", { name: /to/ }).first().waitFor();
    await page.getByText("No conduit", { exact: false }).first().waitFor();
    await picture(page, "map-pair");
    await page.locator("g.zone", { hasText: "cell-a" }).first().click();
    await page.locator("g.tile", { hasText: "10.41.0.77" }).first().waitFor();
    assert.match(await at(page), /#\/map\/cell-a/);
    await page.locator("g.tile", { hasText: "10.41.0.11" }).first().click();
    await page
      .locator("aside")
      .getByText("modbus", { exact: false })
      .first()
      .waitFor();
    await picture(page, "map-asset");
  },
);

doing("the map is drawn the same way twice", "map", async (page) => {
  const places = () =>
    page
      .locator("g.zone")
      .evaluateAll((all) => all.map((g) => g.getAttribute("transform")));
  await page.locator("g.zone").first().waitFor();
  const before = await places();
  await page.reload();
  await page.locator("g.zone").first().waitFor();
  assert.deepEqual(await places(), before);
});

doing(
  "a conduit is proposed for what was seen, added, and taken back",
  "map?pair=cell-b>cell-a",
  async (page) => {
    await page.getByRole("button", { name: "Allow with a conduit…" }).click();
    const form = page.getByRole("form", { name: "Conduit" });
    assert.equal(await form.getByLabel("Protocol").inputValue(), "modbus");
    await form.getByLabel("Owner").fill("Plant engineering");
    await form.getByLabel("Why it is needed").fill("Test of the pages.");
    await form.getByRole("button", { name: "Add the conduit" }).click();
    await page.getByText(/Conduit .* is added/).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("It is as it was.").waitFor();
    await page.getByText("None leads this way.").waitFor();
  },
);

doing(
  "a claim is changed, counted, and taken back",
  "program/NET%201.1",
  async (page) => {
    const form = page.getByRole("form", { name: "Claim of NET 1.1" });
    const claimed = form.getByRole("group", { name: "Claimed" });
    await form.waitFor();
    const level = () => claimed.locator("input:checked").getAttribute("value");
    const before = await level();
    const other = before === "2" ? "1" : "2";
    await claimed.locator(`input[value="${other}"]`).check({ force: true });
    await form.getByRole("button", { name: "Save the claim" }).click();
    await page.getByText("The claim of NET 1.1 is saved.").waitFor();
    await page
      .getByText(new RegExp(`^Claimed ${other}(,| and) supported`))
      .first()
      .waitFor();
    await picture(page, "claim-saved");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("The claim of NET 1.1 is as it was.").waitFor();
    assert.equal(await level(), before);
  },
);

doing(
  "a claim that is not applicable needs a reason and an approver",
  "program/NET%201.2",
  async (page) => {
    const form = page.getByRole("form", { name: "Claim of NET 1.2" });
    await form.getByLabel("Not applicable to this plant").check();
    await form.getByRole("button", { name: "Save the claim" }).click();
    assert.equal(
      await form.getByLabel("Reason").evaluate((e) => e.validity.valueMissing),
      true,
    );
    assert.equal(await page.getByText("is saved").count(), 0);
  },
);

doing("evidence is added and taken back", "program/NET%201.1", async (page) => {
  await page.getByRole("button", { name: "Add evidence" }).click();
  const form = page.getByRole("form", { name: "New evidence" });
  await form.getByLabel("Title").fill("Firewall review of the first quarter");
  await form.getByRole("button", { name: "Add the evidence" }).click();
  await page
    .getByText("Firewall review of the first quarter")
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText(/EV-\S+ is removed/).waitFor();
  await until(
    page,
    () =>
      ![...document.querySelectorAll("aside li")].some((li) =>
        li.textContent.includes("Firewall review"),
      ),
  );
});

doing(
  "a measure is made with all that its ledger asks, and an edit is taken back",
  "program/USER%201.1",
  async (page) => {
    await page.getByRole("button", { name: "Add a measure" }).click();
    const form = page.getByRole("form", { name: "New measure" });
    await form.getByLabel("Title").fill("Watched by the cell firewall");
    await form.getByLabel("Kind").selectOption("technical");
    await form.getByLabel("Rests on the conduit").fill("scada-to-cell-a");
    await form.getByLabel("What risk stays").fill("One program of SCADA.");
    await form.getByLabel("Counts until").fill("2027-06-30");
    await form.getByRole("button", { name: "Add the measure" }).click();
    await page.getByText("What risk stays: One program").waitFor();
    const article = page.locator("article", { hasText: "Watched by the cell" });
    await article.getByRole("button", { name: "Edit" }).click();
    const edit = page.getByRole("form", { name: /^measure CM-/ });
    await edit.getByLabel("Tested by").fill("A. Tester");
    await edit.getByLabel("Last tested").fill("2026-03-01");
    await edit.getByRole("button", { name: "Save the measure" }).click();
    await article.getByText("by A. Tester").waitFor();
    await page
      .getByText("is saved.")
      .getByRole("button", { name: "Undo" })
      .click();
    await article.getByText("Never tested.").waitFor();
    await article.getByText("Rests on the conduit").waitFor();
    await article.getByRole("button", { name: "Remove" }).click();
    await article.waitFor({ state: "detached" });
  },
);

doing(
  "a finding is added, changed where it stands, undone and removed",
  "ledgers/findings",
  async (page) => {
    await page.getByRole("gridcell", { name: "A panel of cell B" }).waitFor();
    await page.keyboard.press("n");
    const form = page.getByRole("form", { name: "New finding" });
    await form.getByLabel("Title").fill("The office reaches the control room");
    await form.getByLabel("Requirement").fill("NET 1.2");
    await form.getByLabel("Grade").selectOption("gap");
    await form.getByLabel("What was seen").fill("A route past the DMZ.");
    await form.getByLabel("Evidence").fill("EV-001,EV-002,");
    await form.getByLabel("State").selectOption("open");
    await form.getByLabel("Raised*").fill("2026-05-04");
    await form.getByRole("button", { name: "Add the finding" }).click();
    await page.getByText("F-004 is added.").waitFor();

    const cell = page.getByRole("button", { name: /^State of F-004/ });
    await cell.click();
    await page.getByLabel("State of F-004").selectOption("corrected");
    await page.getByText("F-004 is saved.").waitFor();
    await page.getByRole("gridcell", { name: "Corrected" }).waitFor();
    await picture(page, "ledger-changed");
    const saved = page.locator("p", { hasText: "F-004 is saved." });
    await saved.getByRole("button", { name: "Undo" }).click();
    await page
      .getByRole("gridcell", { name: "Corrected" })
      .waitFor({ state: "detached" });

    const row = page.getByRole("gridcell", { name: "The office reaches" });
    await row.click();
    const panel = page.getByRole("complementary", { name: "finding F-004" });
    await panel.getByText("EV-002").waitFor();
    await picture(page, "ledger-row");
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await page.getByRole("grid").focus();
    await page.keyboard.press("Enter");
    await panel.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("F-004 is removed.").waitFor();
    await row.waitFor({ state: "detached" });
  },
);

test("what the server refuses stands beside the field it is about, and what was typed comes back", async () => {
  const { page, close } = await open(
    chrome,
    server.url,
    "ledgers/lessons?add=1",
  );
  const form = page.getByRole("form", { name: "New lesson" });
  await form.waitFor();
  await form.getByLabel("Incident").fill("A laptop was lost");
  await form.getByLabel("Happened on").fill("2026-05-04");
  await form.getByLabel("What happened").fill("It was left on a train.");
  await form.getByLabel("Scope").fill("nowhere");
  await form.getByRole("button", { name: "Add the lesson" }).click();
  const alert = form.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.textContent(), /"nowhere"/);
  assert.equal(
    await form.getByLabel("Scope").getAttribute("aria-invalid"),
    "true",
  );
  await form.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await form.waitFor();
  assert.equal(await form.getByLabel("Scope").inputValue(), "nowhere");
  await close();
});

doing(
  "a filter gets a name, is chosen again and forgotten",
  "ledgers/measures",
  async (page) => {
    await page.getByText("CM-001", { exact: true }).waitFor();
    await page
      .getByLabel("The test showed it effective")
      .first()
      .selectOption("true");
    await page.getByRole("button", { name: "Keep the filter…" }).click();
    await page.getByLabel("Name of the filter").fill("Proven");
    await page.getByRole("button", { name: "Keep", exact: true }).click();
    await page.goto(`${server.url}/#/ledgers/measures`);
    await page.reload();
    await page.getByLabel("Saved filters").selectOption("Proven");
    await until(page, () => location.hash.includes("effective=true"));
    await page.getByRole("button", { name: "Forget the filter" }).click();
    await page.getByText('The filter "Proven" is forgotten.').waitFor();
  },
);

doing(
  "the requirement list is walked with the arrow keys",
  "program?element=NET",
  async (page) => {
    await page.locator("tr.requirement").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page
      .getByRole("complementary", { name: "Requirement NET 1.2" })
      .waitFor();
  },
);

doing(
  "why opens the derivation of a figure, and Escape returns to it",
  "overview",
  async (page) => {
    const why = page.getByRole("button", { name: /^Why NET/ });
    await why.click();
    const drawer = page.getByRole("dialog", { name: "Why" });
    await drawer.getByText('bulkhead explain PLANT "spe:NET"').waitFor();
    assert.ok((await drawer.locator("li").count()) >= 1, "at least one reason");
    await picture(page, "why");
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });
    assert.match(
      await page.evaluate(() =>
        document.activeElement.getAttribute("aria-label"),
      ),
      /^Why NET/,
    );
  },
);

doing(
  "dark appearance is a button away and is remembered",
  "overview",
  async (page) => {
    await page.getByRole("button", { name: "Dark appearance" }).click();
    const paper = () =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.reload();
    assert.equal(await paper(), dark);
    await page.getByRole("button", { name: "Light appearance" }).click();
    assert.notEqual(await paper(), dark);
  },
  { colorScheme: "light" },
);

test("a refused stream of changes is asked for again until it is there", async () => {
  const { page, close } = await open(chrome, server.url, "overview");
  await page.route("**/api/v1/events", (route) =>
    route.fulfill({ status: 503 }),
  );
  await page.reload();
  await page.getByText("No connection").waitFor();
  await page.unroute("**/api/v1/events");
  await page
    .getByText("The server does not answer; figures may be old", {
      exact: false,
    })
    .waitFor({ state: "detached" });
  await page.getByText(/^(Live|Updated .*)$/).waitFor();
  await close();
});

doing(
  "a change made elsewhere arrives without a reload",
  "program/NET%201.1",
  async (page) => {
    const form = page.getByRole("form", { name: "Claim of NET 1.1" });
    const words = form.getByLabel("What is done, and where it is written");
    await form.waitFor();
    const url = `${server.url}/api/v1/program/NET%201.1`;
    const { requirement: _, ...claim } = (await (await fetch(url)).json())
      .claim;
    const put = (body) =>
      fetch(`${url}/claim`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    await put({ ...claim, narrative: "Written by a colleague." });
    await until(
      page,
      () =>
        document.querySelector("aside textarea")?.value ===
        "Written by a colleague.",
    );
    await put(claim);
    await until(
      page,
      (before) => document.querySelector("aside textarea")?.value === before,
      claim.narrative,
    );
    assert.equal(await words.inputValue(), claim.narrative);
  },
);

doing(
  "twenty questions propose, a person accepts, and all of it is taken back at once",
  "screening",
  async (page) => {
    await page.getByText("Question 1 of 20").waitFor();
    await page.keyboard.press("3");
    await page.keyboard.press("ArrowRight");
    await page.getByText("Question 2 of 20").waitFor();
    await page.keyboard.press("2");
    assert.match(await at(page), /answers=Q01=2;Q02=1/);
    await page.getByRole("button", { name: "See what follows" }).click();
    await page.getByRole("button", { name: "Accept 3 requirements" }).waitFor();
    await page.getByLabel("Accept ORG 2.4").uncheck();
    await page.getByRole("button", { name: "Accept 2 requirements" }).click();
    await page.getByText("0 claims and 2 actions are added.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("It is as it was.").waitFor();
    const { total } = await (
      await fetch(`${server.url}/api/v1/ledgers/actions?q=Collect`)
    ).json();
    assert.equal(total, 0);
  },
);

doing(
  "an action moves to another phase with the keys and back with undo",
  "plan",
  async (page) => {
    const card = page.getByRole("article", { name: "ACT-001" });
    await card.focus();
    await page.keyboard.press("Shift+ArrowRight");
    const half = page.getByRole("region", { name: "Within 6 months" });
    await half.getByText("ACT-001").waitFor();
    await half.getByText("set by hand").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    const month = page.getByRole("region", { name: "Within 30 days" });
    await month.getByText("ACT-001").waitFor();
  },
);

doing(
  "a letter typed into the matrix of responsibilities is a row, and Delete takes it away",
  "duties?q=AVAIL%202.5",
  async (page) => {
    await page.getByRole("link", { name: "AVAIL 2.5" }).waitFor();
    await page.getByPlaceholder("Name of the role").fill("Night shift");
    await page.getByRole("button", { name: "Add a role" }).click();
    await page.locator('td[aria-label^="Night shift"]').focus();
    await page.keyboard.press("c");
    const of = async () =>
      (
        await (
          await fetch(`${server.url}/api/v1/ledgers/duties?role=Night%20shift`)
        ).json()
      ).rows.map((r) => r.letters);
    await page.getByText("AVAIL 2.5 Night shift is added.").waitFor();
    assert.deepEqual(await of(), ["C"]);
    await page.locator('td[aria-label^="Night shift"]').focus();
    await page.keyboard.press("Delete");
    await page.getByText("AVAIL 2.5 Night shift is removed.").waitFor();
    assert.deepEqual(await of(), []);
  },
);

doing(
  "an assessment is begun with old claims, put out of force, and the pages follow",
  "assessments",
  async (page) => {
    await page.getByText("Standing claims").first().waitFor();
    await page
      .getByRole("row", { name: "Standing claims" })
      .getByRole("button", { name: "Copy forward" })
      .click();
    await page.getByLabel("Title").fill("Winter review");
    await page.getByRole("button", { name: "Begin it" }).click();
    const row = page.getByRole("row", { name: "Winter review" });
    await row.getByText("in force", { exact: true }).waitFor();
    await row.getByRole("button", { name: "Take out of force" }).click();
    await row.getByRole("button", { name: "Put in force" }).waitFor();
    await page
      .getByRole("row", { name: "Standing claims" })
      .getByText("in force", { exact: true })
      .waitFor();
    await page.getByRole("button", { name: "Undo" }).last().click();
    await row.getByText("in force", { exact: true }).waitFor();
    await row.getByRole("button", { name: "Take out of force" }).click();
    await row.getByRole("button", { name: "Put in force" }).waitFor();
  },
);

doing(
  "the pages speak German when somebody asks for it, and remember it",
  "plan",
  async (page) => {
    await page.getByLabel("Language").selectOption("de");
    await page.getByRole("heading", { name: "Fahrplan" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Fahrplan" }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "de");
  },
);
