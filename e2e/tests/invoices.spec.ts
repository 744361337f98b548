/** Invoices on screen, as a file and on paper. */

import { readFile } from "node:fs/promises";
import { signIn } from "../support/access";
import { newestInvoice } from "../support/portal";
import { expect, test } from "../support/test";

test("the list leads to an invoice, the invoice to its document", async ({ page }) => {
  const origin = await signIn(page, "longest_names");
  const invoice = await newestInvoice(page, origin);
  await page.locator(`main a[href="${invoice}"]`).first().click();
  await expect(page).toHaveURL(`${origin}${invoice}`);
  await expect(page.locator(`main a[href="${invoice}/pdf"]`)).toBeVisible();
});

test("the document downloads under the invoice's number", async ({ page }) => {
  const origin = await signIn(page, "company");
  const invoice = await newestInvoice(page, origin);
  await page.goto(`${origin}${invoice}`);
  const words = await page.getByRole("main").innerText();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(`main a[href="${invoice}/pdf"]`).click(),
  ]);
  const name = download.suggestedFilename();
  expect(name).toMatch(/^[\w.-]+\.pdf$/);
  const numbers = words.split(/\s+/).filter((word) => /\d{3}/.test(word) && name.includes(word));
  expect(numbers, `${name} has the number that the page shows`).not.toEqual([]);
  expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe("%PDF-");
});

test("another customer's invoice is not found", async ({ page, anotherBrowser }) => {
  const origin = await signIn(page, "company");
  const invoice = await newestInvoice(page, origin);
  const stranger = await (await anotherBrowser()).newPage();
  const strangersOrigin = await signIn(stranger, "active");
  for (const path of [`${invoice}`, `${invoice}/pdf`]) {
    const response = await stranger.goto(strangersOrigin + path);
    expect(response?.status(), path).toBe(404);
  }
});

test("an invoice prints on one A4 page, without the shell", async ({ page }) => {
  const origin = await signIn(page, "longest_names");
  const invoice = await newestInvoice(page, origin);
  await page.goto(`${origin}${invoice}`);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("main")).toBeVisible();
  await expect(page.locator("nav:visible, header details:visible, footer a:visible")).toHaveCount(0);

  const paper = (await page.pdf({ preferCSSPageSize: true, format: "A4" })).toString("latin1");
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  const box = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/.exec(paper);
  expect(Number(box?.[1])).toBeCloseTo(595, -1);
  expect(Number(box?.[2])).toBeCloseTo(842, -1);
});
