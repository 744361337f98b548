/** The portal without a mouse. */

import type { Page } from "@playwright/test";
import { signIn } from "../support/access";
import { accountMenu, expectNobody, newestInvoice, signOutButton } from "../support/portal";
import { expect, test } from "../support/test";

const FAR = 80;

test("the first stop is the skip link, and it leads to the content", async ({ page }) => {
  await signIn(page, "pending");
  await page.keyboard.press("Tab");
  const skip = page.locator(":focus");
  await expect(skip).toHaveAttribute("href", /^#/);
  await expect(skip).toBeInViewport();
  const target = await skip.getAttribute("href");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${target}$`));

  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
});

test("every stop shows where the focus is", async ({ page }) => {
  const origin = await signIn(page, "pending");
  for (const path of ["/overview", "/account/sessions"]) {
    await page.goto(origin + path);
    for (let stop = 0; stop < FAR; stop += 1) {
      await page.keyboard.press("Tab");
      const seen = await focus(page);
      if (seen === null) break;
      expect(seen, `${path}, stop ${stop + 1}`).toMatchObject({ marked: true, inView: true });
    }
  }
});

test("the menu opens and signs out without a mouse", async ({ page }) => {
  await signIn(page, "pending");
  if ((await accountMenu(page).count()) > 0 && !(await signOutButton(page).isVisible())) {
    await tabTo(page, "details:has(form[action='/sign-out']) > summary");
    await page.keyboard.press("Enter");
  }
  await tabTo(page, "form[action='/sign-out'] button");
  await page.keyboard.press("Enter");
  await expectNobody(page);
});

test("the navigation leads to an invoice without a mouse", async ({ page }) => {
  const origin = await signIn(page, "ended");
  const invoice = await newestInvoice(page, origin);
  await page.goto(`${origin}/overview`);
  await tabTo(page, "nav a[href='/invoices']");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/invoices");
  await tabTo(page, `main a[href='${invoice}']`);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${origin}${invoice}`);
});

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let stop = 0; stop < FAR; stop += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`${FAR} presses of Tab do not lead to ${selector}`);
}

/** What the element with the focus looks like, or null when the focus has left the page. */
async function focus(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return {
      element: element.outerHTML.slice(0, 120),
      marked: outlined || style.boxShadow !== "none",
      inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
  });
}
