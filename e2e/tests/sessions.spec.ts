/** What a session is to the browser, and how it ends. */

import { signIn } from "../support/access";
import { find } from "../support/demo";
import { END_ALL, END_ONE, expectNobody, expectSomebody, signOut } from "../support/portal";
import { expect, test } from "../support/test";

test("signing out ends this session only", async ({ page, anotherBrowser }) => {
  const origin = await signIn(page, "analog_meter");
  const other = await (await anotherBrowser()).newPage();
  await signIn(other, "analog_meter");

  await page.goto(`${origin}/overview`);
  await signOut(page);
  await page.goto(`${origin}/overview`);
  await expectNobody(page);
  await other.goto(`${origin}/overview`);
  await expectSomebody(other);
});

test("a cookie that was kept is worth nothing after signing out", async ({ page, anotherBrowser }) => {
  const origin = await signIn(page, "analog_meter");
  const kept = await page.context().storageState();
  await signOut(page);
  const thief = await (await anotherBrowser({ storageState: kept })).newPage();
  await thief.goto(`${origin}/overview`);
  await expectNobody(thief);
});

test("the back button shows nothing after signing out", async ({ page }) => {
  const origin = await signIn(page, "analog_meter");
  await page.goto(`${origin}/invoices`);
  await signOut(page);
  await page.goBack();
  await expectNobody(page);
});

test("the account page ends one session, then all", async ({ page, anotherBrowser, ownDemo }) => {
  const origin = await signIn(page, "active", {}, ownDemo);
  const others = [await (await anotherBrowser()).newPage(), await (await anotherBrowser()).newPage()];
  for (const other of others) await signIn(other, "active", {}, ownDemo);
  const stillIn = async () => {
    let count = 0;
    for (const other of others) {
      await other.goto(`${origin}/overview`);
      count += Math.sign(await other.locator('form[action="/sign-out"]').count());
    }
    return count;
  };

  await page.goto(`${origin}/account/sessions`);
  await page.locator(END_ONE).last().click();
  await expectSomebody(page);
  expect(await stillIn()).toBe(1);

  await page.goto(`${origin}/account/sessions`);
  await page.locator(END_ALL).click();
  expect(await stillIn()).toBe(0);
  await page.goto(`${origin}/overview`);
  await expectNobody(page);
});

test("the session cookie is out of reach for scripts and other sites", async ({ page }) => {
  const origin = await signIn(page, "analog_meter");
  const cookies = await page.context().cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    expect(cookie, cookie.name).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    expect(cookie.domain, cookie.name).toBe(new URL(origin).hostname);
  }
  expect(await page.evaluate(() => document.cookie)).toBe("");
});

test("a session id that somebody planted is not used", async ({ page, anotherBrowser }) => {
  const origin = await signIn(page, "analog_meter");
  const [known] = await page.context().cookies();
  if (!known) throw new Error("no cookie");
  const victim = await anotherBrowser();
  const planted = "A".repeat(known.value.length);
  await victim.addCookies([{ ...known, value: planted }]);
  const second = await victim.newPage();
  await second.goto(`${origin}/overview`);
  await expectNobody(second);
  await signIn(second, "analog_meter");
  const values = (await victim.cookies()).map((cookie) => cookie.value);
  expect(values).not.toContain(planted);
});

for (const path of ["/overview", "/invoices", "/account/sessions", "/invoices/inv_0190b2f3a4c87d6e9f00112233445566"]) {
  test(`nobody sees ${path} without a session`, async ({ page }) => {
    const [portal] = find("active").organization.portals;
    await page.goto(new URL(path, portal?.url).href);
    await expectNobody(page);
  });
}
