/** The front door as the operator's backend and the customer use it. */

import type { Page } from "@playwright/test";
import { type Case, type Demo, demo, find } from "./demo";
import { postJson } from "./http";

export const LOCALES = ["de", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** What the operator's backend may ask for beside the customer. */
export interface Wishes {
  next?: string;
  locale?: Locale;
  return_url?: string;
}

interface MagicLink {
  object: "magic_link";
  link: string;
  expires_at: string;
}

/** Mints a hand-off link for the customer of this case. At most 30 a minute for one customer. */
export async function mint(who: Case, wishes: Wishes = {}, where: Demo = demo()): Promise<string> {
  const { customer, organization } = find(who, where);
  const wanted = { customerId: customer.id, ...wishes };
  const minted = await postJson<MagicLink>(`${where.api}/admin/magic_link`, wanted, organization.access_token);
  return minted.link;
}

/** Mints a link and opens it; returns the address of the portal that it led to. */
export async function signIn(page: Page, who: Case, wishes: Wishes = {}, where?: Demo): Promise<string> {
  const link = await mint(who, wishes, where);
  await page.goto(link);
  await page.waitForURL((url) => !url.searchParams.has("token_hash"));
  return new URL(link).origin;
}

/** The same link with another destination, as somebody who tampers with it would send it. */
export function withNext(link: string, next: string): string {
  const url = new URL(link);
  url.searchParams.set("next", next);
  return url.href;
}

/** Moves the clock of a demo that belongs to this test alone: links and sessions of others would expire too. */
export async function advance(where: Demo, by: string): Promise<void> {
  // `dev` is either the prefix itself or the address that has it.
  const base = where.dev.endsWith("/dev") ? where.dev : `${where.dev}/dev`;
  await postJson(`${base}/clock`, { advance: by });
}
