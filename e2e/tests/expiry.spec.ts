/** What time ends. These tests move the clock, so each has a server of its own. */

import { advance, mint, signIn } from "../support/access";
import { expectLinkProblem, expectNobody, expectSomebody } from "../support/portal";
import { test } from "../support/test";

test("a link older than five minutes does not sign in", async ({ page, ownDemo }) => {
  const link = await mint("active", {}, ownDemo);
  await advance(ownDemo, "6m");
  await page.goto(link);
  await expectLinkProblem(page);
});

test("a session that rests for twelve hours is over, one in use is not", async ({ page, ownDemo }) => {
  const origin = await signIn(page, "active", {}, ownDemo);
  await advance(ownDemo, "11h");
  await page.goto(`${origin}/overview`);
  await expectSomebody(page);
  await advance(ownDemo, "11h");
  await page.goto(`${origin}/overview`);
  await expectSomebody(page);
  await advance(ownDemo, "13h");
  await page.goto(`${origin}/overview`);
  await expectNobody(page);
});

test("a session ends after seven days, in use or not", async ({ page, ownDemo }) => {
  const origin = await signIn(page, "active", {}, ownDemo);
  for (let hours = 0; hours < 7 * 24 - 10; hours += 10) {
    await advance(ownDemo, "10h");
    await page.goto(`${origin}/overview`);
  }
  await expectSomebody(page);
  await advance(ownDemo, "10h");
  await page.goto(`${origin}/overview`);
  await expectNobody(page);
});
