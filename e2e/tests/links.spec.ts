/** The hand-off link: what opens the door, what does not, and where it leads. */

import { mint, signIn, withNext } from "../support/access";
import { find } from "../support/demo";
import { ask } from "../support/http";
import { expectLinkProblem, expectSomebody, newestInvoice } from "../support/portal";
import { expect, test } from "../support/test";

test("a hand-off link signs in and shows the overview", async ({ page }) => {
  const origin = await signIn(page, "active");
  await expect(page).toHaveURL(`${origin}/overview`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectSomebody(page);
});

test("a customer without a subscription lands on the plans on offer", async ({ page }) => {
  const origin = await signIn(page, "no_subscription");
  expect(page.url().startsWith(`${origin}/start`)).toBe(true);
  await expectSomebody(page);
});

test("a second click in another browser does not sign in", async ({ page, anotherBrowser }) => {
  const link = await mint("analog_meter");
  await page.goto(link);
  await expectSomebody(page);

  const other = await anotherBrowser();
  const second = await other.newPage();
  await second.goto(link);
  await expectLinkProblem(second);
  expect(await other.cookies()).toEqual([]);
});

test("a second click in the same browser goes on to the page", async ({ page }) => {
  const link = await mint("analog_meter", { next: "/invoices" });
  await page.goto(link);
  await page.goto(link);
  await expect(page).toHaveURL(`${new URL(link).origin}/invoices`);
  await expectSomebody(page);
});

test("used and unknown links look alike to a stranger", async ({ page, anotherBrowser }) => {
  const used = await mint("analog_meter");
  await page.goto(used);
  const unknown = new URL(used);
  unknown.searchParams.set("token_hash", "A".repeat(43));

  const other = await (await anotherBrowser()).newPage();
  const answers: { status: number | undefined; words: string }[] = [];
  for (const link of [used, unknown.href]) {
    const response = await other.goto(link);
    answers.push({ status: response?.status(), words: await other.getByRole("main").innerText() });
  }
  expect(answers[0]).toEqual(answers[1]);
});

test("scanners and prefetchers consume nothing", async ({ page }) => {
  const link = await mint("analog_meter");
  const visits = [
    { method: "HEAD" },
    { headers: { "sec-purpose": "prefetch" } },
    { headers: { "sec-purpose": "prefetch;prerender" } },
    { headers: { purpose: "prefetch" } },
    { headers: { "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors" } },
    { headers: { "sec-fetch-dest": "empty", "sec-fetch-mode": "cors" } },
  ];
  for (const visit of visits) {
    const answer = await ask(link, visit);
    expect(answer.headers["set-cookie"], JSON.stringify(visit)).toBeUndefined();
    expect(answer.headers.location, JSON.stringify(visit)).toBeUndefined();
  }
  await page.goto(link);
  await expectSomebody(page);
});

test("a deep link lands on the invoice", async ({ page }) => {
  const origin = await signIn(page, "active");
  const invoice = await newestInvoice(page, origin);
  expect(invoice).not.toBeNull();
  await page.context().clearCookies();
  await signIn(page, "active", { next: invoice ?? "" });
  await expect(page).toHaveURL(`${origin}${invoice}`);
  await expectSomebody(page);
});

test("a destination keeps its query", async ({ page }) => {
  const origin = await signIn(page, "active", { next: "/invoices?from=mail" });
  await expect(page).toHaveURL(`${origin}/invoices?from=mail`);
});

const HOSTILE = [
  "//evil.example/overview",
  "/\\evil.example",
  "////evil.example",
  "/\t/evil.example",
  "/%2Fevil.example",
  "/%5C%5Cevil.example",
  "/overview/..//evil.example",
  "https://evil.example/",
  "https:evil.example",
  "javascript:alert(1)",
  "data:text/html,hello",
  "evil.example",
  "@evil.example",
  "/overview\r\nset-cookie: planted=1",
  "/no-such-page",
  "/auth/confirm?token_hash=A&type=magiclink",
  `/invoices?${"a".repeat(600)}`,
];

test("a hostile destination lands on the overview, on a first and on a later click", async ({ page }) => {
  const link = await mint("company");
  const { origin } = new URL(link);
  for (const next of HOSTILE) {
    await page.goto(withNext(link, next));
    expect(page.url(), JSON.stringify(next)).toBe(`${origin}/overview`);
    await expectSomebody(page);
  }
  const planted = (await page.context().cookies()).filter((cookie) => cookie.name === "planted");
  expect(planted).toEqual([]);
});

test("a hostile destination does not leave the portal on a first click", async ({ anotherBrowser }) => {
  for (const next of HOSTILE.slice(0, 3)) {
    const page = await (await anotherBrowser()).newPage();
    const link = await mint("longest_names");
    await page.goto(withNext(link, next));
    expect(page.url(), JSON.stringify(next)).toBe(`${new URL(link).origin}/overview`);
  }
});

test("another customer's link replaces the session and says who is signed in", async ({ page, anotherBrowser }) => {
  const first = await mint("active");
  const second = await mint("longest_names");
  expect(new URL(second).host, "the demo has both on one portal").toBe(new URL(first).host);
  await page.goto(first);
  const before = await page.context().storageState();

  await page.goto(second);
  await expectSomebody(page);
  await expect(page.locator("body")).toContainText(find("longest_names").customer.email);
  await expect(page.locator("body")).not.toContainText(find("active").customer.email);
  await expect(page.getByRole("status").first()).toBeVisible();

  const replaced = await (await anotherBrowser({ storageState: before })).newPage();
  await replaced.goto(`${new URL(first).origin}/overview`);
  await expect(replaced.locator('form[action="/sign-out"]')).toHaveCount(0);
});

test("the token stays out of the address, the referrer and later requests", async ({ page }) => {
  const link = await mint("active");
  const token = new URL(link).searchParams.get("token_hash") ?? "";
  expect(token.length).toBeGreaterThanOrEqual(43);
  const later: string[] = [];
  page.on("request", (request) => {
    const { referer = "" } = request.headers();
    if (!request.url().startsWith(link)) later.push(request.url());
    later.push(referer);
  });

  await page.goto(link);
  await page.waitForURL("**/overview");
  await page.locator('nav a[href="/invoices"]:visible').first().click();
  await page.waitForURL("**/invoices");
  await page.goBack();
  expect(await page.evaluate(() => document.referrer)).not.toContain(token);
  expect(later.filter((address) => address.includes(token))).toEqual([]);
  expect(await page.content()).not.toContain(token);
});

test("the link decides the language", async ({ page }) => {
  for (const locale of ["de", "en"] as const) {
    await page.context().clearCookies();
    await signIn(page, "company", { locale });
    await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${locale}`));
  }
});

test("a link with a way back shows it on every page", async ({ page }) => {
  await signIn(page, "company");
  const app = await page.locator('header a[href^="http"]').first().getAttribute("href");
  const back = new URL("/from/here", app ?? "").href;

  await page.context().clearCookies();
  const origin = await signIn(page, "company", { return_url: back });
  for (const path of ["/overview", "/invoices", "/account/sessions"]) {
    await page.goto(origin + path);
    await expect(page.locator(`header a[href="${back}"]`)).toBeVisible();
  }
});
