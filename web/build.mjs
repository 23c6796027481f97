/** Builds the pages' programs, or the tests: `node build.mjs`, `node build.mjs --tests DIRECTORY`. */

import { build } from "esbuild";

const TARGET = ["chrome80", "safari14.1", "firefox78"];

const [flag, directory] = process.argv.slice(2);

if (flag === "--tests") {
  await build({
    entryPoints: ["tests/sealing.test.ts"],
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
  });
}
