import { expect, test } from '@playwright/test';
import { Shop } from './support/server';
import { callOff, complaints, counter, isLive, kitchen, open, order, payExact, showTicket, signIn, toMake, walls } from './support/screens';

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
});
test.afterAll(async () => {
  await shop.stop();
});

test('an order on the counter is on the wall in under a second, and each step reaches the other screens', async ({ browser }) => {
  const [atCounter, inKitchen] = [await browser.newContext(), await browser.newContext()];
  const pos = await counter(atCounter, shop.url);
  const kds = await kitchen(inKitchen, shop.url);
  const board = await inKitchen.newPage();
  await open(board, `${shop.url}/pickup`);
  await isLive(board);
  const heard = [pos, kds, board].map(complaints);

  await pos.locator('[data-testid^="tile-"]:not([disabled])').first().click();
  const before = Number(await toMake(kds).innerText());
  const begun = Date.now();
  await payExact(pos);
  await expect(toMake(kds)).toHaveText(String(before + 1), { timeout: 1_000 });
  console.log(`      tap on pay to ticket on the wall: ${Date.now() - begun} ms`);
  const call = /\d{3,}/.exec(await pos.getByTestId('sent-call').innerText())![0];

  const ticket = await showTicket(kds, call);
  await expect(ticket).toHaveAttribute('data-status', 'pending');
  await kds.getByTestId(`ticket-next-${call}`).click();
  await expect(ticket).toHaveAttribute('data-status', 'preparing');
  await expect(board.getByTestId(`cooking-${call}`)).toBeVisible();
  await kds.getByTestId(`ticket-next-${call}`).click();
  await expect(ticket).toHaveAttribute('data-status', 'ready');
  await expect(board.getByTestId(`ready-${call}`)).toBeVisible();
  await expect(board.getByTestId(`cooking-${call}`)).toHaveCount(0);
  await kds.getByTestId(`ticket-next-${call}`).click();
  await expect(ticket).toHaveCount(0);
  await expect(board.getByTestId(`ready-${call}`)).toHaveCount(0);
  expect(heard.flat()).toEqual([]);
  await Promise.all([atCounter.close(), inKitchen.close()]);
});

test('a wall that was away for ten orders shows all ten, in order', async ({ browser }) => {
  const [atCounter, inKitchen] = [await browser.newContext(), await browser.newContext()];
  const pos = await counter(atCounter, shop.url);
  const kds = await kitchen(inKitchen, shop.url);
  await inKitchen.setOffline(true);
  await expect(kds.getByTestId('live').first()).toHaveAttribute('data-state', 'stale', { timeout: 25_000 });
  const calls: string[] = [];
  for (let n = 0; n < 10; n++) calls.push(await order(pos));
  await inKitchen.setOffline(false);
  await expect(async () => expect((await walls(kds)).slice(-10)).toEqual(calls)).toPass({ timeout: 20_000 });
  await isLive(kds);
  await Promise.all([atCounter.close(), inKitchen.close()]);
});

test('after a restart every screen is back by itself', async ({ browser }) => {
  const context = await browser.newContext();
  const pos = await counter(context, shop.url);
  const kds = await kitchen(context, shop.url);
  await shop.restart();
  await isLive(kds);
  await isLive(pos);
  const call = await order(pos);
  await showTicket(kds, call);
  await context.close();
});

test('a double tap on pay is one order', async ({ browser }) => {
  const context = await browser.newContext();
  const pos = await counter(context, shop.url);
  const count = async () => (await shop.ask<unknown[]>('/api/orders?limit=500')).length;
  const before = await count();
  await pos.locator('[data-testid^="tile-"]:not([disabled])').first().click();
  await pos.getByTestId('pay').click();
  await pos.getByTestId('pay-confirm').evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
    button.click();
  });
  await expect(pos.getByTestId('sent-call')).toBeVisible();
  expect(await count()).toBe(before + 1);
  await context.close();
});

test('what was not answered is tried again as the same order', async ({ browser }) => {
  const context = await browser.newContext();
  const pos = await counter(context, shop.url);
  const count = async () => (await shop.ask<unknown[]>('/api/orders?limit=500')).length;
  const before = await count();
  // The order arrives, its answer does not.
  await pos.route('**/fn/order_place', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  }, { times: 1 });
  await pos.locator('[data-testid^="tile-"]:not([disabled])').first().click();
  await payExact(pos);
  await expect(pos.getByTestId('unreached')).toBeVisible();
  await expect(pos.locator('[data-testid^="cart-line-"]')).toHaveCount(1);
  await pos.keyboard.press('Escape');
  await pos.getByTestId('pay').click();
  await expect(pos.getByTestId('sent-call')).toBeVisible();
  expect(await count()).toBe(before + 1);
  await context.close();
});

test('a kitchen that calls off says why, and the ticket stays crossed out until somebody has seen it', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-TW' });
  const pos = await counter(context, shop.url);
  const kds = await kitchen(context, shop.url);
  const call = await order(pos);
  const ticket = await showTicket(kds, call);
  await kds.getByTestId(`ticket-more-${call}`).click();
  await kds.getByTestId('sheet-call-off').click();
  await kds.getByTestId('sheet-close').click();
  await expect(ticket, 'without a reason nothing happens').toHaveAttribute('data-status', 'pending');
  await callOff(kds, call);
  await expect(ticket).toHaveAttribute('data-status', 'cancelled');
  await kds.reload();
  await isLive(kds);
  await showTicket(kds, call);
  await expect(ticket, 'nor does a reload take it away').toHaveAttribute('data-status', 'cancelled');
  await kds.getByTestId(`notice-seen-${call}`).click();
  await expect(ticket).toHaveCount(0);
  expect(await walls(kds)).not.toContain(call);
  const audit = await shop.ask<{ action: string; payload: { reason?: string } }[]>('/api/audit/logs?limit=20');
  expect(audit.map((line) => line.payload.reason)).toContain('食材用完');
  await context.close();
});

test('each role lands on its own page, and leaves', async ({ browser }) => {
  const signedIn = await Shop.start({ env: { AUTH_DISABLED: 'false' } });
  try {
    for (const [name, path] of [['staff1', '/pos'], ['kitchen1', '/kds'], ['manager1', '/'], ['owner1', '/']]) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${signedIn.url}/kds`);
      await expect(page).toHaveURL(/\/login\?next=/);
      await signIn(page, signedIn.url, name);
      expect(new URL(page.url()).pathname).toBe(path);
      if (name === 'staff1') {
        await isLive(page);
        await order(page);
      }
      await page.getByTestId('sign-out').first().click();
      await page.waitForURL(/\/login/);
      await page.goto(`${signedIn.url}/pos`);
      await expect(page).toHaveURL(/\/login\?next=/);
      await context.close();
    }
  } finally {
    await signedIn.stop();
  }
});
