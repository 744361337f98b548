import { rmSync } from "node:fs";
import { join } from "node:path";
import { startDemo } from "./demo";

/** One server for all tests. What this returns ends it. */
export default async function setUp(): Promise<() => Promise<void>> {
  rmSync(join(__dirname, "../screenshots"), { recursive: true, force: true });
  const { demo, stop } = await startDemo("demo");
  process.env.VESTIBULE_E2E_DEMO = JSON.stringify(demo);
  return stop;
}
