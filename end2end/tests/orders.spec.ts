import { type Browser, expect, type Page, test } from '@playwright/test';
import { violations } from './support/looks';
import { Shop } from './support/server';
import { complaints, counter, kitchen, open, order, showTicket, signIn, walls } from './support/screens';

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
});
test.afterAll(async () => {
  await shop.stop();
});

const tiles = (page: Page) => page.locator('[data-testid^="tile-"]:not([disabled])');

/** Two counters, each a device of its own. */
async function two(browser: Browser): Promise<[Page, Page]> {
  const [one, other] = [await browser.newContext(), await browser.newContext()];
  return [await counter(one, shop.url), await counter(other, shop.url)];
}

/** Taps a tile whose item has nothing to choose. */
async function tap(page: Page, n = 0): Promise<void> {
  await tiles(page).nth(n).click();
  const sheet = page.locator('dialog.choices[open]');
  if (await sheet.count()) await sheet.getByTestId('sheet-apply').click();
}

/** What is on the screen is accessible, in both languages. */
async function isAccessible(page: Page): Promise<void> {
  for (let language = 0; language < 2; language++) {
    expect(await violations(page)).toEqual([]);
    await page.evaluate(() => document.querySelector<HTMLElement>('[data-testid="lang-switch"]')!.click());
  }
}

test('what is held on one counter is taken up on another, and sold once', async ({ browser }) => {
  const [one, other] = await two(browser);
  const heard = [one, other].map(complaints);
  await tap(one);
  await one.getByTestId('customer-open').click();
  await one.getByTestId('customer-name').fill('王小姐');
  await one.getByTestId('customer-save').click();
  await one.keyboard.press('F2');
  const call = (await one.getByTestId('sent-call').innerText()).trim();
  await expect(one.getByTestId('held-open')).toContainText('1');
  await expect(other.getByTestId('held-open')).toContainText('1');
  await other.reload();
  await expect(other.locator('body[data-hydrated]')).toBeAttached();

  for (const page of [one, other]) {
    await page.getByTestId('held-open').click();
    const row = page.locator('[data-testid^="held-row-"]', { hasText: call });
    await expect(row).toContainText('王小姐');
    if (page === one) await isAccessible(page);
    await row.locator('[data-testid^="take-up-"]').click();
    await expect(page.locator('[data-testid^="cart-line-"]')).toHaveCount(1);
    await expect(page.getByTestId('customer-open')).toContainText('王小姐');
  }
  await one.getByTestId('pay').click();
  await one.getByTestId('pay-later').click();
  await expect(one.getByTestId('sent-call')).toHaveText(call);
  await expect(other.getByTestId('held-gone')).toBeVisible();
  await expect(other.getByTestId('held-open')).toContainText('0');
  await other.getByTestId('pay').click();
  await other.getByTestId('pay-later').click();
  await expect(other.getByTestId('pay-refused')).toContainText(/另一台|another counter/);
  await expect(other.locator('[data-testid^="cart-line-"]')).toHaveCount(1);
  expect(heard.flat()).toEqual([]);
  await Promise.all([one.context().close(), other.context().close()]);
});

test('the counter knows what the kitchen has seen, and says when nobody answers', async ({ browser }) => {
  const [atCounter, inKitchen] = [await browser.newContext(), await browser.newContext()];
  const pos = await counter(atCounter, shop.url);
  const kds = await kitchen(inKitchen, shop.url);
  const first = await order(pos);
  await expect(pos.getByTestId('live')).toContainText(first);
  await pos.keyboard.press('F3');
  const row = (call: string) => pos.locator('[data-testid^="order-row-"]', { hasText: call });
  await expect(row(first).getByTestId('place')).toHaveAttribute('data-place', 'seen');
  await showTicket(kds, first);
  await kds.getByTestId(`ticket-next-${first}`).click();
  await expect(row(first).getByTestId('place')).toHaveAttribute('data-place', 'preparing');
  await isAccessible(pos);
  await pos.keyboard.press('Escape');

  await kds.close();
  const second = await order(pos);
  await expect(pos.getByTestId('unseen')).toContainText(second, { timeout: 15_000 });
  await pos.screenshot({ path: test.info().outputPath('unseen.png') });
  await isAccessible(pos);
  await pos.getByTestId('unseen-told').click();
  await expect(pos.getByTestId('unseen')).toHaveCount(0);
  const again = await kitchen(inKitchen, shop.url);
  await expect(pos.getByTestId('live')).toContainText(second);
  await open(pos, `${shop.url}/`);
  await expect(pos.getByTestId('displays')).toContainText(/廚房 1|Kitchen 1/);
  await again.close();
  await Promise.all([atCounter.close(), inKitchen.close()]);
});

test('an order by phone waits over the tickets until the kitchen begins', async ({ browser }) => {
  const context = await browser.newContext();
  const pos = await counter(context, shop.url);
  const kds = await kitchen(context, shop.url);
  await tap(pos);
  await pos.getByTestId('customer-open').click();
  await pos.getByTestId('customer-name').fill('陳先生');
  await pos.getByTestId('customer-phone').fill('0912345678');
  await pos.getByTestId('customer-due').fill('2020-01-01T07:30');
  await pos.getByTestId('customer-save').click();
  await expect(pos.getByTestId('due-wrong')).toBeVisible();
  await pos.getByTestId('due-in-60').click();
  await isAccessible(pos);
  await pos.getByTestId('customer-save').click();
  await pos.getByTestId('pay').click();
  await pos.getByTestId('pay-later').click();
  const call = (await pos.getByTestId('sent-call').innerText()).trim();
  await expect(kds.getByTestId(`later-${call}`)).toContainText('陳先生');
  expect(await walls(kds)).not.toContain(call);
  await kds.screenshot({ path: test.info().outputPath('later.png') });

  await pos.reload();
  await expect(pos.locator('body[data-hydrated]')).toBeAttached();
  await pos.keyboard.press('F3');
  const rows = pos.locator('[data-testid^="order-row-"]');
  await pos.getByTestId('orders-search').fill('345678');
  await expect(rows).toHaveCount(1);
  await expect(rows.getByTestId('place')).toHaveAttribute('data-place', 'later');
  await pos.getByTestId('orders-search').fill('');
  await pos.getByTestId('filter-later').click();
  await expect(rows).toHaveCount(1);
  await pos.screenshot({ path: test.info().outputPath('orders.png') });
  await pos.getByTestId('filter-all').click();
  await context.close();
});

test('an order is called off with a reason, and part of another is refunded', async ({ browser }) => {
  const context = await browser.newContext();
  const pos = await counter(context, shop.url);
  const kds = await kitchen(context, shop.url);
  const call = await order(pos);
  const partly = await order(pos, 2);
  const row = (number: string) => pos.locator('[data-testid^="order-row-"]', { hasText: number });
  await pos.getByTestId('orders-open').click();
  await row(call).locator('[data-testid^="order-undo-"]').click();
  await expect(pos.getByTestId('cancel-order')).toBeDisabled();
  await pos.getByTestId('reason').fill('客人取消');
  await expect(pos.getByTestId('cancel-order')).toContainText('NT$');
  await isAccessible(pos);
  await pos.screenshot({ path: test.info().outputPath('undo.png') });
  await pos.getByTestId('cancel-order').click();
  await expect(row(call)).toHaveAttribute('data-status', 'cancelled');
  const off = await showTicket(kds, call);
  await expect(off).toHaveAttribute('data-status', 'cancelled');
  await kds.getByTestId(`notice-seen-${call}`).click();
  await expect(off).toHaveCount(0);
  expect(await walls(kds)).not.toContain(call);

  await row(partly).locator('[data-testid^="order-undo-"]').click();
  await pos.getByTestId('refund-more-0').click();
  await pos.getByTestId('reason').fill('做錯了');
  await expect(pos.getByTestId('refund-lines')).toContainText('NT$');
  await pos.getByTestId('refund-lines').click();
  await expect(pos.getByTestId('undo-sheet')).not.toBeVisible();
  await expect(row(partly)).toHaveAttribute('data-payment', 'paid');
  await context.close();
});

test('a sent order is amended: what it costs more or less is shown before, and the kitchen sees it', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-TW' });
  const pos = await counter(context, shop.url);
  const kds = await kitchen(context, shop.url);
  const call = await order(pos);
  const row = pos.locator('[data-testid^="order-row-"]', { hasText: call });
  const lines = pos.locator('[data-testid^="cart-line-"]');
  const amend = async () => {
    await pos.getByTestId('orders-open').click();
    await row.locator('[data-testid^="order-amend-"]').click();
    await expect(pos.locator('#cart-heading')).toContainText(call);
  };
  await amend();
  await expect(lines).toHaveCount(1);
  await tap(pos, 1);
  await expect(pos.getByTestId('hold')).toHaveCount(0);
  await pos.getByTestId('pay').click();
  await expect(pos.getByTestId('amend-money')).toContainText(/補收 NT\$\d+/);
  await pos.screenshot({ path: test.info().outputPath('amend.png') });
  // Nothing is sent yet.
  const ticket = await showTicket(kds, call);
  await expect(ticket.locator('.ticket-lines li')).toHaveCount(1);
  await expect(kds.getByTestId(`notice-${call}`)).toHaveCount(0);
  await pos.getByTestId('amend-send').click();
  await expect(pos.getByTestId('sent-call')).toContainText(call);
  await showTicket(kds, call);
  await expect(ticket.locator('.ticket-lines li')).toHaveCount(2);
  await expect(kds.getByTestId(`notice-${call}`).locator('.added')).toHaveCount(1);

  // The kitchen begins while the counter looks: it has to look again.
  await amend();
  await lines.first().getByTestId('less').click();
  await pos.getByTestId('pay').click();
  await expect(pos.getByTestId('amend-money')).toContainText(/退給客人 NT\$\d+/);
  await kds.getByTestId(`ticket-next-${call}`).click();
  await expect(ticket).toHaveAttribute('data-status', 'preparing');
  await pos.getByTestId('amend-send').click();
  await expect(pos.getByTestId('refused')).toContainText('再看一次');
  await expect(lines).toHaveCount(1);
  await pos.getByTestId('pay').click();
  await pos.getByTestId('amend-send').click();
  await expect(pos.getByTestId('sent-call')).toContainText(call);
  // Both changes are told as one, until somebody has seen them.
  await showTicket(kds, call);
  await expect(kds.getByTestId(`notice-${call}`).locator('.removed')).toHaveCount(1);
  await kds.getByTestId(`notice-seen-${call}`).click();
  await expect(kds.getByTestId(`notice-${call}`)).toHaveCount(0);
  await expect(ticket).toHaveAttribute('data-status', 'preparing');
  await context.close();
});

test('staff need somebody who may before money goes back', async ({ browser }) => {
  const own = await Shop.start({ env: { AUTH_DISABLED: 'false' } });
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, own.url, 'staff1');
  await open(page, `${own.url}/pos`);
  await order(page);
  await page.getByTestId('orders-open').click();
  await page.locator('[data-testid^="order-undo-"]').first().click();
  await page.getByTestId('reason').fill('客人取消');
  await page.getByTestId('cancel-order').click();
  await expect(page.getByTestId('approve')).toBeVisible();
  await context.close();
  await own.stop();
});
