import { defineConfig } from "@playwright/test";

/** Nothing but the pages under test: no sandbox for root, no calls home. */
const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  globalSetup: "./support/global-setup.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Generous, because a busy machine is not a failure: what is timed is measured by the benchmark.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.VESTIBULE_CHROMIUM ?? "/usr/bin/chromium",
      args: CHROMIUM_ARGUMENTS,
    },
  },
  projects: [
    { name: "script" },
    {
      name: "no script",
      testMatch: ["links.spec.ts", "sessions.spec.ts", "invoices.spec.ts"],
      use: { javaScriptEnabled: false },
    },
  ],
});
