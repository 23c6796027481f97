/**
 * Builds the pages' programs into the service, or elsewhere to compare, or the tests.
 *
 * node build.mjs [DIRECTORY]          the programs, their pages, and the list of their digests
 * node build.mjs --tests DIRECTORY    the tests, for node's own runner
 */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const TARGET = ["chrome80", "safari14.1", "firefox78"];
const PROGRAMS = {
  "tablet.js": { entry: "src/page/main.ts", format: "esm" },
  "check.js": { entry: "src/page/check.ts", format: "esm" },
  "tablet-camera.js": { entry: "src/page/decoder.ts", format: "esm" },
  "tablet-worker.js": { entry: "src/worker/worker.ts", format: "iife" },
};
const COPIED = ["tablet.css", "tablet-start.js"];
const PAGES = { "tablet.html": "tablet.js", "check.html": "check.js" };
const LIST = "tablet.sha256";

const digest = (data, encoding) => createHash("sha256").update(data).digest(encoding);

async function bundled({ entry, format }) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format,
    target: TARGET,
    charset: "utf8",
    legalComments: "none",
    write: false,
  });
  return result.outputFiles[0].contents;
}

function page(program, files) {
  const template = readFileSync("pages/tablet.html", "utf-8");
  const integrity = (name) => `sha256-${digest(files.get(name), "base64")}`;
  return template
    .replace("{{program}}", program)
    .replace("{{integrity}}", integrity(program))
    .replace(/\{\{([\w.-]+)\}\}/g, (_, name) => integrity(name));
}

async function programs(directory) {
  const files = new Map();
  for (const [name, how] of Object.entries(PROGRAMS)) files.set(name, await bundled(how));
  for (const name of COPIED) files.set(name, readFileSync(`pages/${name}`));
  for (const [name, program] of Object.entries(PAGES)) files.set(name, page(program, files));
  const names = [...files.keys()].sort();
  files.set(LIST, names.map((name) => `${digest(files.get(name), "hex")}  ${name}\n`).join(""));
  mkdirSync(directory, { recursive: true });
  for (const [name, data] of files) writeFileSync(`${directory}/${name}`, data);
}

async function tests(directory) {
  await build({
    entryPoints: ["tests/sealing.test.ts", "tests/keys.test.ts", "tests/opening.test.ts"],
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
  });
}

const [first, second] = process.argv.slice(2);
await (first === "--tests" ? tests(second) : programs(first ?? "../service/pages/static"));
