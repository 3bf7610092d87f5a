import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { svelte } from "@sveltejs/vite-plugin-svelte";

/** What of others ends up in the pages, by the name of its package. */
const OTHERS = ["@fontsource/ibm-plex-mono", "@fontsource/ibm-plex-sans", "elkjs", "svelte"];

/** Their licences, as they ask, in one file beside the pages. */
function licences(): Plugin {
  const text = (name: string) => {
    const folder = `node_modules/${name}`;
    const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
    if (!file) throw new Error(`${name} comes without a licence file`);
    return `${name} ${version}\n${"=".repeat(72)}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
  };
  return {
    name: "licences",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "licences.txt", source: OTHERS.map(text).join("\n\n") });
    },
  };
}

// Everything is served from one binary with a strict content policy: no inlined assets, relative
// addresses only.
export default defineConfig({
  base: "./",
  plugins: [svelte(), licences()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
  server: { proxy: { "/api": process.env.BULKHEAD_URL ?? "http://127.0.0.1:8744" } },
});
