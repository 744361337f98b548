/** The parts of the portal that tests touch, by what they are and not by what they say. */

import { type Locator, type Page, expect } from "@playwright/test";

const SIGN_OUT = 'form[action="/sign-out"]';

/** Ends one session: a button per session. Ends all: one button. */
export const END_ONE = 'form[action^="/account/sessions/"][action$="/end"] button';
export const END_ALL = 'form[action="/account/sessions/end-all"] button';

/** The menu with "Signed in as …" and sign-out. */
export function accountMenu(page: Page): Locator {
  return page.locator(`details:has(${SIGN_OUT}) > summary`).first();
}

export function signOutButton(page: Page): Locator {
  return page.locator(`${SIGN_OUT} button`).first();
}

/** Signs out as a customer does: opens the menu, presses the button. */
export async function signOut(page: Page): Promise<void> {
  if (!(await signOutButton(page).isVisible())) await accountMenu(page).click();
  await signOutButton(page).click();
  await expectNobody(page);
}

/** Somebody is signed in here: every page of theirs can sign them out. */
export async function expectSomebody(page: Page): Promise<void> {
  await expect(page.locator(SIGN_OUT).first()).toBeAttached();
}

/** A designed page for somebody who is not signed in. */
export async function expectNobody(page: Page): Promise<void> {
  await expect(page.locator(SIGN_OUT)).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** The page that explains a link that no longer works. */
export async function expectLinkProblem(page: Page): Promise<void> {
  await expectNobody(page);
  await expect(page.getByRole("main")).toContainText(/link/i);
}

/** Opens the list of invoices and returns the path of the newest, or null when there is none. */
export async function newestInvoice(page: Page, origin: string): Promise<string | null> {
  await page.goto(`${origin}/invoices`);
  const invoices = page.locator('main a[href^="/invoices/inv_"]');
  return (await invoices.count()) === 0 ? null : invoices.first().getAttribute("href");
}
