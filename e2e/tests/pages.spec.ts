/** Every page, at every width, in every theme and language. */

import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { type Sight, gallerySights, localesOf, seeing, sights, visit } from "../support/pages";
import { expect, test } from "../support/test";

const SIZES = [
  { width: 360, height: 740 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
];
const THEMES = ["light", "dark"] as const;

/** A desktop window at 200 % zoom: half as many CSS pixels, down to the width that WCAG 1.4.10 names. */
const ZOOMED = { width: 320, height: 256 };

// The names alone are needed before there is a browser.
for (const known of all(undefined as never)) {
  const { name } = known;
  for (const locale of localesOf(known)) {
    test(`${name} in ${locale} is accessible, fits and stands still`, async ({ browser, anotherBrowser, resident }) => {
      const sight = all(browser).find((one) => one.name === name);
      if (!sight) throw new Error(`no page ${name}`);
      const home = await resident(sight.who, locale);
      const context = await anotherBrowser(seeing(sight, home, locale));
      await context.addInitScript(watchShifts);
      for (const size of SIZES) {
        for (const colorScheme of THEMES) {
          // A window of its own: resizing one, as a full-page picture does, would count as movement in the next load.
          const page = await context.newPage();
          await page.setViewportSize(size);
          await page.emulateMedia({ colorScheme });
          await visit(page, sight, home);
          const picture = `${name}-${size.width}-${colorScheme}-${locale}`;
          expect.soft(await shifts(page), `layout shift of ${picture}`).toBe(0);
          await capture(page, picture);
          await expectToFit(page, picture);
          expect.soft(await violations(page), picture).toEqual([]);
          await page.close();
        }
      }
      const page = await context.newPage();
      await page.setViewportSize(ZOOMED);
      await visit(page, sight, home);
      await expectToFit(page, `${name} at 200 %`);
      await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${locale}`));
    });
  }
}

function all(browser: Browser): Sight[] {
  return [...sights(browser), ...gallerySights()];
}

/** Chromium now and then refuses a capture on a busy machine; the page is as it was, so the camera tries again. */
async function capture(page: Page, picture: string): Promise<void> {
  await expect(async () => {
    await page.screenshot({ path: `screenshots/${picture}.png`, fullPage: true });
  }).toPass();
}

async function expectToFit(page: Page, what: string): Promise<void> {
  const widths = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const outside = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return { scrollWidth, clientWidth, outside: outside.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)) };
  });
  expect.soft(widths.scrollWidth, `${what} is too wide: ${widths.outside.join("\n")}`).toBeLessThanOrEqual(
    widths.clientWidth,
  );
}

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" ")}`);
}

function watchShifts(): void {
  const seen = { total: 0 };
  Object.assign(window, { seenShifts: seen });
  const add = (list: PerformanceObserverEntryList) => {
    for (const entry of list.getEntries()) seen.total += (entry as PerformanceEntry & { value: number }).value;
  };
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
}

async function shifts(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { seenShifts: { total: number } }).seenShifts.total);
}
