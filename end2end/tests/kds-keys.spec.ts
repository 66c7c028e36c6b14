import { expect, type Page, test } from '@playwright/test';
import { amend, status, take, type Taken } from './support/orders';
import { complaints, kitchen, onPage } from './support/screens';
import { Shop } from './support/server';

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
});
test.afterAll(async () => {
  await shop.stop();
});

/** Presses Tab until that has the focus. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let n = 0; n < 20; n++) {
    if (await page.evaluate((wanted) => document.activeElement?.getAttribute('data-testid') === wanted, id)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${id}`);
}

test('a kitchen without a pointer: select, bump, recall, first, acknowledge, call off, turn the page', async ({ browser }) => {
  test.setTimeout(60_000);
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-TW' });
  const taken: Taken[] = [];
  for (let n = 0; n < 14; n++) taken.push(await take(shop, [['起司蛋餅'], ['中紅茶'], ['薯餅']]));
  const calls = taken.map((order) => order.call_number);
  const kds = await kitchen(context, shop.url);
  const heard = complaints(kds);
  const press = (key: string) => kds.keyboard.press(key);
  const ticket = (n: number) => kds.getByTestId(`ticket-${calls[n]}`);
  const isSelected = (n: number) => expect(kds.locator('.ticket.selected')).toHaveAttribute('data-testid', `ticket-${calls[n]}`);
  await expect(ticket(0)).toBeVisible();
  await expect(kds.locator('.ticket.selected')).toHaveCount(0);

  // Select and bump twice; the selection stays in its place.
  await press('2');
  await isSelected(1);
  await press('1');
  await isSelected(0);
  await expect(ticket(0)).toHaveAttribute('aria-current', 'true');
  await press('Enter');
  await expect.poll(() => status(shop, taken[0]!)).toBe('preparing');
  await isSelected(0);
  await press('Enter');
  await expect.poll(() => status(shop, taken[0]!)).toBe('ready');
  await isSelected(1);

  // It was too early: r and Enter bring the newest back, and nothing else is bumped by that Enter.
  await press('r');
  await expect(kds.getByTestId(`recall-${calls[0]}`)).toBeFocused();
  await press('Enter');
  await expect(kds.getByTestId('recall')).toBeHidden();
  await expect.poll(() => status(shop, taken[0]!)).toBe('preparing');
  expect(await status(shop, taken[1]!)).toBe('pending');
  await press('r');
  await press('Escape');
  await expect(kds.getByTestId('recall')).toBeHidden();

  // Arrows: down the column, to the next one and back.
  await press('1');
  await isSelected(0);
  await press('ArrowDown');
  await isSelected(1);
  await press('ArrowUp');
  await isSelected(0);
  const left = await kds.locator('.ticket').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
  await press('ArrowRight');
  await isSelected(left.findIndex((at) => at > left[0]!));
  await press('ArrowLeft');
  await isSelected(0);

  // First, and in its turn again.
  await press('2');
  await isSelected(1);
  const seq = await ticket(1).getAttribute('data-seq');
  await press('p');
  await expect.poll(async () => (await onPage(kds))[0]).toBe(calls[1]);
  await expect(ticket(1), 'the server has said so').not.toHaveAttribute('data-seq', seq!);
  await isSelected(1);
  await press('p');
  await expect.poll(async () => (await onPage(kds))[0]).toBe(calls[0]);

  // A change is acknowledged.
  await amend(shop, taken[1]!, [['起司蛋餅', 2], ['中紅茶']]);
  await expect(kds.getByTestId(`notice-${calls[1]}`)).toBeVisible();
  await isSelected(1);
  await press('a');
  await expect(kds.getByTestId(`notice-${calls[1]}`)).toHaveCount(0);
  expect(await status(shop, taken[1]!), 'and nothing else').toBe('pending');

  // Delete opens what else there is; called off it stays crossed out until it is acknowledged.
  await press('Delete');
  await expect(kds.getByTestId('ticket-sheet')).toBeVisible();
  await tabTo(kds, 'sheet-call-off');
  await press('Enter');
  await expect(kds.getByTestId('reason-out')).toBeVisible();
  await tabTo(kds, 'reason-out');
  await press('Enter');
  await expect(kds.getByTestId('ticket-sheet')).toBeHidden();
  await expect(ticket(1)).toHaveAttribute('data-status', 'cancelled');
  await expect.poll(() => status(shop, taken[1]!)).toBe('cancelled');
  await isSelected(1);
  await press('a');
  await expect(ticket(1)).toHaveCount(0);
  await isSelected(2);

  // The pages.
  const first = await onPage(kds);
  await press('PageDown');
  await expect.poll(() => onPage(kds)).not.toEqual(first);
  const second = await onPage(kds);
  expect(second.filter((call) => first.includes(call))).toEqual([]);
  await expect(kds.locator('.ticket.selected'), 'the keys act on what is seen').toHaveAttribute('data-testid', `ticket-${second[0]}`);
  await press('3');
  await expect(kds.locator('.ticket.selected')).toHaveAttribute('data-testid', `ticket-${second[2]}`);
  await press('PageUp');
  await expect.poll(() => onPage(kds)).toEqual(first);
  expect(heard).toEqual([]);
  await context.close();
});
