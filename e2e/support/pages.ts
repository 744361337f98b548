/** Every page there is, and as whom and how one gets to see it. */

import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { LOCALES, type Locale, mint } from "./access";
import { type Case, demo, find } from "./demo";
import { drawn } from "./gallery";
import { ask } from "./http";
import type { Resident } from "./test";

export interface Sight {
  /** In file names and titles. */
  name: string;
  /** Who looks at it; signed in unless `stranger`. */
  who: Case;
  stranger?: boolean;
  /** The languages that it exists in; all of them unless said. */
  locales?: readonly Locale[];
  /** What it is answered with; 200 unless said. */
  status?: number;
  /** A page that is read at length and grows with what it describes. */
  long?: boolean;
  /** The address to open: a path of the portal, or a whole address. */
  address: (resident: Resident) => string | Promise<string>;
}

const path = (address: string) => () => address;
const invoice = (resident: Resident) => {
  if (resident.invoice === null) throw new Error("this customer has no invoice");
  return resident.invoice;
};

/** A day told from today, as addresses write it. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A link that is already used, for a browser that never saw it. */
async function usedLink(browser: Browser): Promise<string> {
  const link = await mint("ended");
  const context = await browser.newContext();
  await (await context.newPage()).goto(link);
  await context.close();
  return link;
}

/** Another host of the demo, below the portals' domain. */
function hostOf(slug: string): string {
  const [portal] = demo().organizations[0]?.portals ?? [];
  if (portal === undefined) throw new Error("the demo has no portal");
  return new URL(portal.url.replace(`//${portal.slug}.`, `//${slug}.`)).origin;
}

/** A portal that its operator has switched off; switching it off again changes nothing. */
async function closedPortal(): Promise<string> {
  const record = { type: "portal", slug: "switched-off", name: "Lumen Altbestand", enabled: false };
  const { organization } = find("active");
  const headers = { "content-type": "application/x-ndjson", authorization: `Bearer ${organization.access_token}` };
  const answer = await ask(`${demo().api}/admin/records`, { method: "POST", headers, body: JSON.stringify(record) });
  if (answer.status !== 200) throw new Error(`the portal is not taken: ${answer.body}`);
  return `${hostOf(record.slug)}/overview`;
}

/** Developers read English. */
function docs(name: string, path: string): Sight {
  return { name, who: "active", stranger: true, locales: ["en"], address: () => demo().api + path };
}

/** The pages that the running demo shows. */
export function sights(browser: Browser): Sight[] {
  let used: Promise<string> | undefined;
  return [
    { name: "overview", who: "active", address: path("/overview") },
    { name: "overview-several", who: "several_subscriptions", address: path("/overview") },
    { name: "overview-pending", who: "pending", address: path("/overview") },
    { name: "overview-ended", who: "ended", address: path("/overview") },
    { name: "overview-longest", who: "longest_names", address: path("/overview") },
    { name: "usage", who: "active", address: path("/usage") },
    { name: "usage-day", who: "active", address: path(`/usage?span=day&day=${day(-30)}`) },
    { name: "usage-week", who: "active", address: path(`/usage?span=week&day=${day(-2)}`) },
    { name: "usage-year", who: "company", address: path("/usage?span=year") },
    { name: "usage-none", who: "pending", address: path("/usage") },
    { name: "usage-by-hand", who: "analog_meter", address: path("/usage") },
    { name: "usage-longest", who: "longest_names", address: path("/usage") },
    { name: "prices", who: "active", address: path("/prices") },
    { name: "prices-tomorrow", who: "longest_names", address: path(`/prices?day=${day(1)}`) },
    { name: "readings", who: "analog_meter", address: path("/readings") },
    { name: "invoices", who: "active", address: path("/invoices") },
    { name: "invoices-none", who: "pending", address: path("/invoices") },
    { name: "invoices-longest", who: "longest_names", address: path("/invoices") },
    { name: "invoice", who: "active", address: invoice },
    { name: "invoice-longest", who: "longest_names", address: invoice },
    { name: "sessions", who: "active", address: path("/account/sessions") },
    { name: "start", who: "no_subscription", address: path("/start") },
    { name: "not-found", who: "active", status: 404, address: path("/no-such-page") },
    { name: "signed-out", who: "active", stranger: true, status: 401, address: path("/invoices") },
    { name: "link-problem", who: "ended", stranger: true, status: 410, address: () => (used ??= usedLink(browser)) },
    { name: "closed", who: "active", stranger: true, status: 503, address: closedPortal },
    { name: "no-portal", who: "active", stranger: true, status: 404, address: () => `${hostOf("nobody")}/overview` },
    { ...docs("docs", "/docs"), long: true },
    docs("docs-errors", "/docs/errors"),
    docs("docs-error", "/docs/errors/UNPROCESSABLE_ENTITY"),
  ];
}

/** The pages that it shows only when something is wrong, or for a moment: what they look like, without a server. */
export function gallerySights(): Sight[] {
  const samples = {
    "start-none": "start-offers-2",
    forward: "access-forward-1",
    problem: "errors-problem-1",
    refused: "errors-refused-1",
    "too-many": "errors-too_many-1",
    unavailable: "errors-unavailable-1",
    unreadable: "errors-unreadable-1",
  };
  return Object.entries(samples).map(([name, sample]) => {
    return { name, who: "active", stranger: true, address: ({ locale }) => drawn(sample, locale) };
  });
}

export function localesOf(sight: Sight): readonly Locale[] {
  return sight.locales ?? LOCALES;
}

/** The options of a context that sees the page: signed in or not, in this language. */
export function seeing(sight: Sight, resident: Resident, locale: Locale): BrowserContextOptions {
  return { locale, storageState: sight.stranger ? undefined : resident.state };
}

/** Opens the page and waits until it stands still. */
export async function visit(page: Page, sight: Sight, resident: Resident) {
  const address = await sight.address(resident);
  const response = await page.goto(new URL(address, resident.origin).href, { waitUntil: "load" });
  if (response?.status() !== (sight.status ?? 200)) {
    throw new Error(`${sight.name} is answered with ${response?.status() ?? "nothing"}`);
  }
  return response;
}
