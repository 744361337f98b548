/** Starts the binary with its demo data, and knows who lives in it. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** The customers that the demo has one of, by what is special about them. */
export type Case =
  | "active"
  | "several_subscriptions"
  | "pending"
  | "ended"
  | "no_subscription"
  | "portal_off"
  | "analog_meter"
  | "company"
  | "disabled"
  | "longest_names";

export interface Customer {
  id: string;
  uuid: string;
  external_id: string;
  email: string;
  case: Case;
}

export interface Organization {
  id: string;
  slug: string;
  name: string;
  client_id: string;
  client_secret: string;
  read_only: { client_id: string; client_secret: string };
  access_token: string;
  portals: { slug: string; url: string }[];
  plans: { id: string; slug: string; type: string; portal: string | null }[];
  customers: Customer[];
}

/** The one line that `vestibule demo --json` prints. */
export interface Demo {
  api: string;
  dev: string;
  organizations: Organization[];
}

export interface RunningDemo {
  demo: Demo;
  stop: () => Promise<void>;
}

const ROOT = resolve(__dirname, "../..");
const START_MS = 60_000;
const STOP_MS = 10_000;

/** Starts a demo of its own on a free port, with an empty data directory; its log goes to results/. */
export async function startDemo(name: string): Promise<RunningDemo> {
  const binary = process.env.VESTIBULE_BIN ?? join(ROOT, "target/debug/vestibule");
  const data = mkdtempSync(join(tmpdir(), "vestibule-e2e-"));
  mkdirSync(join(ROOT, "e2e/results"), { recursive: true });
  const log = createWriteStream(join(ROOT, `e2e/results/${name}.log`));
  const child = spawn(binary, ["demo", "--json", "--listen", "127.0.0.1:0", "--data", data], {
    stdio: ["ignore", "pipe", "pipe"],
    env: withoutOurVariables(process.env),
  });
  child.stderr.pipe(log);
  const stop = async () => {
    await end(child);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    return { demo: JSON.parse(await firstLine(child)) as Demo, stop };
  } catch (error) {
    await stop();
    throw new Error(`${binary} does not start; see e2e/results/${name}.log`, { cause: error });
  }
}

/** The demo that the global setup started for all tests. */
export function demo(): Demo {
  const line = process.env.VESTIBULE_E2E_DEMO;
  if (line === undefined) throw new Error("the global setup did not start the demo");
  return JSON.parse(line) as Demo;
}

/** The customer of this case, and the organization it belongs to. */
export function find(wanted: Case, where: Demo = demo()): { customer: Customer; organization: Organization } {
  for (const organization of where.organizations) {
    const customer = organization.customers.find((one) => one.case === wanted);
    if (customer) return { customer, organization };
  }
  throw new Error(`the demo has no customer with the case ${wanted}`);
}

/** The server must not read the settings of the tests as its own. */
function withoutOurVariables(all: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("VESTIBULE_")));
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("no standard output");
  const lines = createInterface({ input: child.stdout });
  const limit = AbortSignal.timeout(START_MS);
  const failed = Promise.race([
    once(child, "error", { signal: limit }).then(([error]) => error as Error),
    once(child, "exit", { signal: limit }).then(([code]) => new Error(`it ended with code ${code}`)),
  ]).then((error) => {
    throw error;
  });
  const [line] = await Promise.race([once(lines, "line", { signal: limit }), failed as Promise<never>]);
  failed.catch(() => {});
  return line as string;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await gone;
  clearTimeout(killer);
}
