/** Every page there is, and as whom and how one gets to see it. */

import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { type Locale, mint } from "./access";
import type { Case } from "./demo";
import type { Resident } from "./test";

export interface Sight {
  /** In file names and titles. */
  name: string;
  /** Who looks at it; signed in unless `stranger`. */
  who: Case;
  stranger?: boolean;
  /** The address to open: a path of the portal, or a whole address. */
  address: (resident: Resident) => string | Promise<string>;
}

const path = (address: string) => () => address;
const invoice = (resident: Resident) => {
  if (resident.invoice === null) throw new Error("this customer has no invoice");
  return resident.invoice;
};

/** A link that is already used, for a browser that never saw it. */
async function usedLink(browser: Browser): Promise<string> {
  const link = await mint("ended");
  const context = await browser.newContext();
  await (await context.newPage()).goto(link);
  await context.close();
  return link;
}

export function sights(browser: Browser): Sight[] {
  let used: Promise<string> | undefined;
  return [
    { name: "overview", who: "active", address: path("/overview") },
    { name: "overview-several", who: "several_subscriptions", address: path("/overview") },
    { name: "overview-pending", who: "pending", address: path("/overview") },
    { name: "overview-ended", who: "ended", address: path("/overview") },
    { name: "overview-longest", who: "longest_names", address: path("/overview") },
    { name: "invoices", who: "active", address: path("/invoices") },
    { name: "invoices-none", who: "pending", address: path("/invoices") },
    { name: "invoices-longest", who: "longest_names", address: path("/invoices") },
    { name: "invoice", who: "active", address: invoice },
    { name: "invoice-longest", who: "longest_names", address: invoice },
    { name: "sessions", who: "active", address: path("/account/sessions") },
    { name: "start", who: "no_subscription", address: path("/start") },
    { name: "not-found", who: "active", address: path("/no-such-page") },
    { name: "signed-out", who: "active", stranger: true, address: path("/invoices") },
    { name: "link-problem", who: "ended", stranger: true, address: () => (used ??= usedLink(browser)) },
  ];
}

/** The options of a context that sees the page: signed in or not, in this language. */
export function seeing(sight: Sight, resident: Resident, locale: Locale): BrowserContextOptions {
  return { locale, storageState: sight.stranger ? undefined : resident.state };
}

/** Opens the page and waits until it stands still. */
export async function visit(page: Page, sight: Sight, resident: Resident) {
  const address = await sight.address(resident);
  const response = await page.goto(new URL(address, resident.origin).href, { waitUntil: "load" });
  if (response === null) throw new Error(`${sight.name} was not loaded`);
  return response;
}
