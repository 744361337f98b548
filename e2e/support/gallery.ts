/** Pages that a running demo shows only when something is wrong: drawn by the view, served by the tests. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";

const ROOT = resolve(__dirname, "../..");
const FOLDER = join(ROOT, "e2e/results/gallery");

export interface RunningGallery {
  address: string;
  stop: () => Promise<void>;
}

/** Draws every page with every sample and serves them, as small as the server does. */
export async function startGallery(): Promise<RunningGallery> {
  const draw = process.env.VESTIBULE_E2E_GALLERY ?? join(ROOT, "target/debug/examples/gallery");
  mkdirSync(FOLDER, { recursive: true });
  execFileSync(draw, [FOLDER], { stdio: ["ignore", "ignore", "inherit"] });
  const server = createServer((request, response) => {
    const file = /^\/([\w.-]+\.(?:html|css))$/.exec(request.url ?? "")?.[1];
    const css = request.url?.endsWith(".css");
    response.setHeader("content-type", `text/${css ? "css" : "html"}; charset=utf-8`);
    response.setHeader("content-encoding", "br");
    response.end(brotliCompressSync(file === undefined ? "" : content(file)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const stop = () => new Promise<void>((stopped) => server.close(() => stopped()));
  return { address: `http://127.0.0.1:${port}`, stop };
}

/** A page that goes on by itself has to wait here until it was looked at. */
function content(file: string): string {
  return readFileSync(join(FOLDER, file), "utf8").replace(/<meta http-equiv="refresh"[^>]*>/, "");
}

/** The address of a sample in this language. */
export function drawn(sample: string, locale: string): string {
  const address = process.env.VESTIBULE_E2E_GALLERY_URL;
  if (address === undefined) throw new Error("the global setup did not start the gallery");
  return `${address}/${sample}-${locale}.html`;
}
