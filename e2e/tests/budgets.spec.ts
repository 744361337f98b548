/** How much a page may weigh and how long it may take, for a first visit. */

import type { CDPSession, Page } from "@playwright/test";
import { type Sight, gallerySights, localesOf, seeing, sights, visit } from "../support/pages";
import { expect, test } from "../support/test";

const KIB = 1024;
const MARKUP_AND_STYLE = 14 * KIB;
const ALL_IN = 30 * KIB;
const REQUESTS = 3;
const LARGEST_PAINT_MS = 1200;

/** Chromium's own "Slow 4G". */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 93_750 };

interface Load {
  type: string;
  url: string;
  bytes: number;
}

test("a first view of any page stays inside its budget", async ({ browser, anotherBrowser, resident }) => {
  for (const sight of [...sights(browser), ...gallerySights()]) {
    const [locale = "de"] = localesOf(sight);
    const home = await resident(sight.who, locale);
    const context = await anotherBrowser(seeing(sight, home, locale));
    const page = await context.newPage();
    const loads = await weigh(page, async () => visit(page, sight, home));
    const list = loads.map(({ type, url, bytes }) => `${bytes} ${type} ${url}`).join("\n");
    const what = `${sight.name}\n${list}`;
    const heavy = loads.filter(({ type }) => type === "Document" || type === "Stylesheet");
    expect(sum(heavy), what).toBeLessThanOrEqual(sight.long ? ALL_IN : MARKUP_AND_STYLE);
    expect(sum(loads), what).toBeLessThanOrEqual(ALL_IN);
    expect(loads.length, what).toBeLessThanOrEqual(REQUESTS);
    await context.close();
  }
});

test("the largest part is painted soon on a slow line", async ({ browser, anotherBrowser, resident }) => {
  for (const sight of slowest(sights(browser))) {
    const home = await resident(sight.who, "de");
    const context = await anotherBrowser({ ...seeing(sight, home, "de"), viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", SLOW_4G);
    await visit(page, sight, home);
    expect(await largestPaint(page), sight.name).toBeLessThanOrEqual(LARGEST_PAINT_MS);
    await context.close();
  }
});

function slowest(all: Sight[]): Sight[] {
  return all.filter(({ name }) => ["overview", "invoices", "invoice"].includes(name));
}

/** What went over the wire until the page was loaded, headers included. */
async function weigh(page: Page, open: () => Promise<unknown>): Promise<Load[]> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const known = new Map<string, Load>();
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (!response.url.startsWith("data:")) known.set(requestId, { type, url: response.url, bytes: 0 });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const load = known.get(requestId);
    if (load) load.bytes = encodedDataLength;
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await open();
  await page.waitForLoadState("networkidle");
  return [...known.values()];
}

function sum(loads: Load[]): number {
  return loads.reduce((total, { bytes }) => total + bytes, 0);
}

async function largestPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((found) => {
        const watch = (list: PerformanceObserverEntryList) => found(list.getEntries().at(-1)?.startTime ?? 0);
        new PerformanceObserver(watch).observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );
}
