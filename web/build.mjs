/**
 * Builds the pages' programs into the service, or elsewhere to compare, or the tests.
 *
 * node build.mjs [DIRECTORY]          the programs, their pages, and the list of their digests
 * node build.mjs --tests DIRECTORY    the tests, for node's own runner
 * node build.mjs --records DIRECTORY  the offline verifier for many files, for the tests in Python
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

/** The offline verifier: one file with everything in it, and its list. */
const SINGLE = {
  list: "verifier.sha256",
  name: "verifier.html",
  template: "pages/verifier.html",
  css: "pages/verifier.css",
  worker: { entry: "src/verifier/page/worker.ts", format: "iife" },
  program: { entry: "src/verifier/page/main.ts", format: "iife" },
};

async function bundled({ entry, format, define = {} }) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format,
    target: TARGET,
    charset: "utf8",
    define,
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

/** Add the page of one file: style, program and worker lie in it, named by their digests. */
async function addSingle(files, { list, name, template, css, worker, program }) {
  const text = (bytes) => new TextDecoder().decode(bytes);
  const hidden = text(await bundled(worker));
  const define = { WORKER: JSON.stringify(hidden) };
  const parts = {
    css: readFileSync(css, "utf-8"),
    program: text(await bundled({ ...program, define })).replace(/<\/(?=script)/gi, "<\\/"),
  };
  const parsed = {
    ...parts,
    script: `sha256-${digest(parts.program, "base64")}`,
    style: `sha256-${digest(parts.css, "base64")}`,
  };
  const made = readFileSync(template, "utf-8").replace(/\{\{(\w+)\}\}/g, (_, part) => parsed[part]);
  files.set(name, Buffer.from(made));
  files.set(list, `${digest(made, "hex")}  ${name}\n`);
}

async function programs(directory) {
  const files = new Map();
  for (const bundle of BUNDLES) await add(files, bundle);
  await addSingle(files, SINGLE);
  mkdirSync(directory, { recursive: true });
  for (const [name, data] of files) writeFileSync(`${directory}/${name}`, data);
}

async function forNode(names, directory) {
  await build({
    entryPoints: names.map((name) => `tests/${name}`),
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
  });
}

const [first, second] = process.argv.slice(2);
const tests = readdirSync("tests").filter((name) => name.endsWith(".test.ts"));
if (first === "--tests") await forNode(tests, second);
else if (first === "--records") await forNode(["records.ts"], second);
else await programs(first ?? "../service/pages/static");
