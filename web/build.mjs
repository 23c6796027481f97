/**
 * Builds the pages' programs into the service, or elsewhere to compare, or the tests.
 *
 * node build.mjs [DIRECTORY]          the programs, their pages, and the list of their digests
 * node build.mjs --tests DIRECTORY    the tests, for node's own runner
 */

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const TARGET = ["chrome80", "safari14.1", "firefox78"];
/** What belongs together: programs, files that are taken as they are, pages, and their list. */
const BUNDLES = [
  {
    list: "tablet.sha256",
    template: "pages/tablet.html",
    programs: {
      "tablet.js": { entry: "src/page/main.ts", format: "esm" },
      "check.js": { entry: "src/page/check.ts", format: "esm" },
      "tablet-camera.js": { entry: "src/page/decoder.ts", format: "esm" },
      "tablet-worker.js": { entry: "src/worker/worker.ts", format: "iife" },
    },
    copied: ["tablet.css", "tablet-start.js"],
    pages: { "tablet.html": "tablet.js", "check.html": "check.js" },
  },
  {
    list: "key.sha256",
    template: "pages/key.html",
    programs: {
      "key.js": { entry: "src/keys/page/main.ts", format: "esm" },
      "key-worker.js": { entry: "src/keys/worker/main.ts", format: "iife" },
      "cards.js": { entry: "src/cards/main.ts", format: "esm" },
      "sign.js": { entry: "src/sign/main.ts", format: "esm" },
    },
    copied: ["key.css"],
    pages: { "key.html": "key.js" },
  },
];

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

function page(template, program, files) {
  const integrity = (name) => `sha256-${digest(files.get(name), "base64")}`;
  return readFileSync(template, "utf-8")
    .replace("{{program}}", program)
    .replace("{{integrity}}", integrity(program))
    .replace(/\{\{([\w.-]+)\}\}/g, (_, name) => integrity(name));
}

/** Add a bundle to `files`; the list names its own files only. */
async function add(files, { list, template, programs, copied, pages }) {
  for (const [name, how] of Object.entries(programs)) files.set(name, await bundled(how));
  for (const name of copied) files.set(name, readFileSync(`pages/${name}`));
  for (const [name, program] of Object.entries(pages)) {
    files.set(name, page(template, program, files));
  }
  const names = [...Object.keys(programs), ...copied, ...Object.keys(pages)].sort();
  const line = (name) => `${digest(files.get(name), "hex")}  ${name}\n`;
  files.set(list, names.map(line).join(""));
}

async function programs(directory) {
  const files = new Map();
  for (const bundle of BUNDLES) await add(files, bundle);
  mkdirSync(directory, { recursive: true });
  for (const [name, data] of files) writeFileSync(`${directory}/${name}`, data);
}

async function tests(directory) {
  await build({
    entryPoints: readdirSync("tests")
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => `tests/${name}`),
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
  });
}

const [first, second] = process.argv.slice(2);
await (first === "--tests" ? tests(second) : programs(first ?? "../service/pages/static"));
