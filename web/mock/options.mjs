// How the stand-in was started.
import { parseArgs } from "node:util";

export const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "8744" },
    plant: { type: "string", default: "demo" },
    dist: { type: "string", default: "" },
  },
});
