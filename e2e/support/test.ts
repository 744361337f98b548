/**
 * `test` for all specs. Whatever a test does, it fails when a page writes to the console, throws, or asks a host
 * that is not the portal's for anything.
 */

import { type Browser, type BrowserContext, type BrowserContextOptions, test as base, expect } from "@playwright/test";
import { type Locale, signIn } from "./access";
import { type Case, type Demo, startDemo } from "./demo";
import { newestInvoice } from "./portal";

type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** A signed-in customer, ready to be put into any context. */
export interface Resident {
  locale: Locale;
  origin: string;
  state: StorageState;
  /** The path of the newest invoice, when there is one. */
  invoice: string | null;
}

interface Fixtures {
  /** Another browser, with nothing in it unless said, watched like the first. */
  anotherBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** A server for this test alone, for what would disturb the others: a moved clock, all sessions ended. */
  ownDemo: Demo;
  complaints: Complaints;
  watch: undefined;
}

interface WorkerFixtures {
  /** Signs a customer in once per worker and language. Never sign this one out. */
  resident: (who: Case, locale: Locale) => Promise<Resident>;
}

/** What went wrong on the pages of one test. */
class Complaints {
  private readonly noted: { what: string; url?: string }[] = [];
  private readonly refused = new Set<string>();

  watch(context: BrowserContext): void {
    context.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      const ours = hostname.endsWith(".localhost") || hostname === "localhost" || hostname === "127.0.0.1";
      if (/^(https?|wss?):$/.test(protocol) && !ours) this.noted.push({ what: `third-party request: ${request.url()}` });
    });
    context.on("response", (response) => {
      const page = response.request().isNavigationRequest();
      if (page && response.status() >= 400) this.refused.add(response.url());
    });
    context.on("console", (message) => {
      // The browser's own receipt for what the header asked it to clear.
      if (message.text().startsWith("Clear-Site-Data header")) return;
      const { url } = message.location();
      const what = `console ${message.type()}: ${message.text()} ${url}`;
      this.noted.push(message.text().startsWith("Failed to load resource") ? { what, url } : { what });
    });
    context.on("weberror", (error) => this.noted.push({ what: `thrown: ${error.error().message}` }));
  }

  /** Chromium itself reports a page that answers 4xx; such a page was asked for on purpose. */
  list(): string[] {
    const counts = this.noted.filter(({ url }) => url === undefined || !this.refused.has(url));
    return counts.map(({ what }) => what);
  }
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  complaints: async ({}, use) => {
    const complaints = new Complaints();
    await use(complaints);
    expect(complaints.list(), "what the pages complained about").toEqual([]);
  },

  watch: [
    async ({ context, complaints }, use) => {
      complaints.watch(context);
      await use(undefined);
    },
    { auto: true },
  ],

  anotherBrowser: async ({ browser, complaints, javaScriptEnabled, contextOptions }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ ...contextOptions, javaScriptEnabled, ...options });
      complaints.watch(context);
      opened.push(context);
      return context;
    });
    for (const context of opened) await context.close();
  },

  ownDemo: async ({}, use, { testId }) => {
    const { demo, stop } = await startDemo(`demo-${testId}`);
    await use(demo);
    await stop();
  },

  resident: [
    async ({ browser }, use) => {
      const known = new Map<string, Promise<Resident>>();
      await use((who, locale) => {
        const key = `${who} ${locale}`;
        const resident = known.get(key) ?? moveIn(browser, who, locale);
        known.set(key, resident);
        return resident;
      });
    },
    { scope: "worker" },
  ],
});

async function moveIn(browser: Browser, who: Case, locale: Locale): Promise<Resident> {
  const context = await browser.newContext({ locale });
  const page = await context.newPage();
  const origin = await signIn(page, who, { locale });
  const invoice = await newestInvoice(page, origin);
  const state = await context.storageState();
  await context.close();
  return { locale, origin, state, invoice };
}

export { expect } from "@playwright/test";
