/** What every page tells the browser to do and not to do. */

import { mint } from "../support/access";
import { ask } from "../support/http";
import { seeing, sights, visit } from "../support/pages";
import { expect, test } from "../support/test";

const POLICY = {
  "default-src": "'none'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "font-src": "'self'",
  "script-src": "'self'",
  "connect-src": "'self'",
  "form-action": "'self'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
};

test("every page forbids what it does not need", async ({ browser, anotherBrowser, resident }) => {
  for (const sight of sights(browser)) {
    const home = await resident(sight.who, "en");
    const context = await anotherBrowser(seeing(sight, home, "en"));
    const response = await visit(await context.newPage(), sight, home);
    const headers = response.headers();
    expect(directives(headers["content-security-policy"]), sight.name).toEqual(POLICY);
    expect(headers["x-content-type-options"], sight.name).toBe("nosniff");
    expect(headers["referrer-policy"], sight.name).toMatch(/^(no-referrer|same-origin|strict-origin)$/);
    expect(headers["cache-control"], sight.name).toMatch(/no-store/);
    expect(headers["content-type"], sight.name).toMatch(/^text\/html; ?charset=utf-8$/i);
    expect(headers["server"], sight.name).toBeUndefined();
    expect(headers["x-powered-by"], sight.name).toBeUndefined();
    await context.close();
  }
});

test("no answer to a link is kept or passed on", async () => {
  const link = await mint("ended");
  const visits = [{ method: "HEAD" }, { headers: { "sec-purpose": "prefetch" } }, {}, {}];
  for (const visit of visits) {
    const { headers } = await ask(link, visit);
    expect(headers["cache-control"], JSON.stringify(visit)).toMatch(/no-store/);
    expect(headers["referrer-policy"], JSON.stringify(visit)).toBe("no-referrer");
  }
});

// The same holds during every other test; this one opens what they may leave out.
test("no page asks a third party, and the console stays clean", async ({ browser, anotherBrowser, resident, complaints }) => {
  for (const sight of sights(browser)) {
    const home = await resident(sight.who, "en");
    const context = await anotherBrowser(seeing(sight, home, "en"));
    await visit(await context.newPage(), sight, home);
    expect(complaints.list(), sight.name).toEqual([]);
    await context.close();
  }
});

test("a page says what it is", async ({ browser, anotherBrowser, resident }) => {
  const titles = new Set<string>();
  for (const sight of sights(browser)) {
    const home = await resident(sight.who, "de");
    const context = await anotherBrowser(seeing(sight, home, "de"));
    const page = await context.newPage();
    await visit(page, sight, home);
    await expect(page.locator("h1"), sight.name).toHaveCount(1);
    await expect(page.getByRole("main"), sight.name).toHaveCount(1);
    await expect(page.locator('meta[name="viewport"]'), sight.name).toHaveAttribute("content", /width=device-width/);
    const title = await page.title();
    expect(title, sight.name).not.toBe("");
    titles.add(title);
    await context.close();
  }
  expect(titles.size, [...titles].join(", ")).toBeGreaterThanOrEqual(6);
});

function directives(policy: string | undefined): Record<string, string> {
  const parts = (policy ?? "").split(";").map((part) => part.trim());
  return Object.fromEntries(
    parts.filter((part) => part !== "").map((part) => {
      const [name = "", ...values] = part.split(/\s+/);
      return [name, values.join(" ")];
    }),
  );
}
