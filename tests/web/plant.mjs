// What the tests stand on: a server, a browser, and a page that must stay silent.
//
// With BULKHEAD_URL the pages of that server are tested, which must serve the demo plant; without
// it, and for states that the demo plant is never in, a stand-in serves web/dist.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const PICTURES = here("../../test-output/web/");
mkdirSync(PICTURES, { recursive: true });

/** A stand-in server with the plant "demo", "empty", "large" or "failing". */
export async function standIn(plant) {
  const child = spawn(
    process.execPath,
    [
      here("../../web/mock/server.mjs"),
      "--port",
      "0",
      "--plant",
      plant,
      "--dist",
      here("../../web/dist"),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return {
    url: `http://127.0.0.1:${line.split(" ").at(-1)}`,
    stop: () => child.kill(),
  };
}

/** The server under test. */
export async function demo() {
  const given = process.env.BULKHEAD_URL?.replace(/\/$/, "");
  return given ? { url: given, stop() {} } : standIn("demo");
}

export function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page at `#/path`, and what it complained about so far. */
export async function open(chrome, url, path, options = {}) {
  const context = await chrome.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (e) => complaints.push(e.message));
  page.on("console", (m) => {
    if (m.type() === "error" || m.type() === "warning")
      complaints.push(m.text());
  });
  page.setDefaultTimeout(8000);
  await page.goto(`${url}/#/${path}`);
  return { page, complaints, close: () => context.close() };
}

export const picture = (page, name) =>
  page.screenshot({ path: `${PICTURES}${name}.png` });

/** Wait until `ask` holds in the page; by asking again, since the pages forbid evaluated scripts. */
export async function until(page, ask, given) {
  for (
    const end = Date.now() + 8000;
    Date.now() < end;
    await page.waitForTimeout(50)
  ) {
    if (await page.evaluate(ask, given)) return;
  }
  throw new Error(`It never came true: ${ask}`);
}
