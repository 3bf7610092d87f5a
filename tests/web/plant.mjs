// What the tests stand on: a server, a browser, and a page that must stay silent.
//
// The server is the program that BULKHEAD names, with a plant of its own made from demo/, or the one
// at BULKHEAD_URL, which must serve the demo plant.  A stand-in serves web/dist for states that the
// program is not brought into cheaply.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const PICTURES = here("../../test-output/web/");
mkdirSync(PICTURES, { recursive: true });

const PROGRAM = process.env.BULKHEAD ?? here("../../build/src/bulkhead");
const DEMO = here("../../demo/");
const inDemo = (end) =>
  readdirSync(DEMO)
    .filter((name) => name.endsWith(end))
    .map((name) => join(DEMO, name));

/** A server started by us: its address is the end of the line it prints about it. */
async function started(program, args, announced, after = () => {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit");
  for await (const line of lines) {
    const [, port] = announced.exec(line) ?? [];
    if (!port) continue;
    return {
      url: `http://127.0.0.1:${port}`,
      async stop() {
        child.kill();
        await ended;
        after();
      },
    };
  }
  throw new Error(`${program} ${args.join(" ")} ended without serving`);
}

/** A stand-in server with the plant "demo", "large" or "failing". */
export function standIn(plant) {
  const server = here("../../web/mock/server.mjs");
  const dist = here("../../web/dist");
  return started(
    process.execPath,
    [server, "--port", "0", "--plant", plant, "--dist", dist],
    /on port (\d+)/,
  );
}

/** The program, serving a new plant into which the commands put something. */
async function serving(...commands) {
  const folder = mkdtempSync(join(tmpdir(), "bulkhead-pages-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const plant = join(folder, "plant");
  for (const [verb, ...rest] of [["init"], ...commands])
    execFileSync(PROGRAM, [verb, plant, ...rest, "--quiet"], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  const announced = /^Serving http:\S+:(\d+)\//;
  return started(PROGRAM, ["serve", plant, "--port", "0"], announced, remove);
}

/** The server under test, with the demo plant. */
export async function demo() {
  const given = process.env.BULKHEAD_URL?.replace(/\/$/, "");
  if (given) return { url: given, stop() {} };
  return serving(
    ["import", "plant", ...inDemo("plant.yaml")],
    ["load", ...inDemo(".pcap")],
  );
}

/** The program with a plant in which nothing was seen or written yet. */
export const empty = () => serving();

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
