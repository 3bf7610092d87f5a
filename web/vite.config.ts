import { defineConfig } from "vite";
import { svelte } from "@sveltejs/vite-plugin-svelte";

// Everything is served from one binary with a strict content policy: no inlined assets, relative
// addresses only.
export default defineConfig({
  base: "./",
  plugins: [svelte()],
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 2000 },
  server: { proxy: { "/api": process.env.BULKHEAD_URL ?? "http://127.0.0.1:8744" } },
});
