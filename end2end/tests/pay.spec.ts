import { expect, type Page, test } from '@playwright/test';
import { violations } from './support/looks';
import { callOff, complaints, counter, isLive, kitchen, order } from './support/screens';
import { Shop } from './support/server';

const TABLET = { width: 1280, height: 800 };

type Order = {
  id: number;
  call_number: string;
  total_amount: number;
  payment_status: string;
  discount: number;
  refund_due: boolean;
  payments: { kind: string; method: string; amount: number; tendered?: number }[];
};

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
});
test.afterAll(async () => {
  await shop.stop();
});

const newest = async () => (await shop.ask<Order[]>('/api/orders?limit=1'))[0]!;

async function tap(page: Page, ...places: number[]): Promise<void> {
  for (const place of places) await page.locator('[data-testid^="tile-"]:not([disabled])').nth(place).click();
}

test('cash with change, exact cash, LINE Pay: few taps, and what was handed over is kept', async ({ browser }) => {
  const context = await browser.newContext({ viewport: TABLET, hasTouch: true });
  const page = await counter(context, shop.url);
  const heard = complaints(page);
  await tap(page, 0, 1);
  await page.getByTestId('pay').click();
  await expect(page.getByTestId('pay-sheet')).toBeVisible();
  await page.getByTestId('quick-500').click();
  const due = Number(/[\d.]+/.exec((await page.getByTestId('pay-due').innerText()).replace('NT$', ''))![0]);
  await expect(page.getByTestId('pay-change')).toHaveText(`NT$${500 - due}`);
  await page.getByTestId('pay-confirm').click();
  await expect(page.getByTestId('pay-sheet')).toBeHidden();
  await expect(page.getByTestId('sent-change')).toContainText(`NT$${500 - due}`);
  let paid = await newest();
  expect(paid.payments).toEqual([expect.objectContaining({ method: 'cash', amount: due, tendered: 500 })]);

  // Two items and exact cash: four taps.
  await tap(page, 0, 1);
  await expect(page.getByTestId('sent-change')).toHaveCount(0);
  await page.getByTestId('pay').click();
  await page.getByTestId('quick-exact').click();
  await expect(page.getByTestId('sent-call')).toBeVisible();
  await expect(page.getByTestId('sent-change')).toHaveCount(0);

  await tap(page, 0);
  await page.getByTestId('pay').click();
  await page.getByTestId('method-line_pay').click();
  await expect(page.getByTestId('quick-exact')).toHaveCount(0);
  await page.getByTestId('pay-confirm').click();
  await expect(page.getByTestId('sent-call')).toBeVisible();
  paid = await newest();
  expect(paid.payments[0]!.method).toBe('line_pay');
  expect(heard).toEqual([]);
  await context.close();
});

test('by the keyboard alone: Enter opens, digits type, too little waits, Enter takes, Escape goes back', async ({ browser }) => {
  const context = await browser.newContext({ viewport: TABLET });
  const page = await counter(context, shop.url);
  await tap(page, 0);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('pay-sheet')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('pay-sheet')).toBeHidden();
  await expect(page.locator('[data-testid^="cart-line-"]')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('pay-confirm')).toBeFocused();
  await page.keyboard.type('1');
  await expect(page.getByTestId('pay-confirm')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('pay-sheet')).toBeVisible();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('1000');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('sent-change')).toBeVisible();
  expect((await newest()).payments[0]!.tendered).toBe(1000);
  await context.close();
});

test('in two parts: the first by one method, the rest by another', async ({ browser }) => {
  const context = await browser.newContext({ viewport: TABLET, hasTouch: true });
  const page = await counter(context, shop.url);
  await tap(page, 0, 1, 2);
  await page.getByTestId('pay').click();
  await page.getByTestId('pay-split').click();
  await page.getByTestId('method-line_pay').click();
  for (const key of ['2', '0']) await page.getByTestId(`key-${key}`).click();
  await page.getByTestId('pay-confirm').click();
  await expect(page.getByTestId('first-part')).toContainText('NT$20');
  await page.getByTestId('quick-1000').click();
  await page.getByTestId('pay-confirm').click();
  await expect(page.getByTestId('sent-change')).toBeVisible();
  const paid = await newest();
  expect(paid.payments).toEqual([
    expect.objectContaining({ method: 'line_pay', amount: 20 }),
    expect.objectContaining({ method: 'cash', amount: paid.total_amount - 20, tendered: 1000 }),
  ]);
  await context.close();
});

test('later, then from the list, with a discount before it', async ({ browser }) => {
  const context = await browser.newContext({ viewport: TABLET, hasTouch: true });
  const page = await counter(context, shop.url);
  await tap(page, 0, 1);
  await page.getByTestId('pay').click();
  await page.getByTestId('pay-later').click();
  await expect(page.getByTestId('sent-call')).toBeVisible();
  const open = await newest();
  expect(open.payment_status).toBe('unpaid');
  await page.getByTestId('orders-open').click();
  await page.getByTestId(`order-pay-${open.id}`).click();
  await page.getByTestId('pay-discount').click();
  await page.getByTestId('discount-10').click();
  await page.getByTestId('discount-reason-0').click();
  await page.getByTestId('discount-give').click();
  await expect(page.getByTestId('discount-sheet')).toBeHidden();
  await page.getByTestId('quick-exact').click();
  await expect(page.getByTestId('pay-sheet')).toBeHidden();
  const paid = await shop.ask<Order>(`/api/orders/${open.id}`);
  expect(paid).toMatchObject({ payment_status: 'paid', discount: open.total_amount - paid.total_amount });
  expect(paid.discount).toBeGreaterThan(0);
  await context.close();
});

test('a discount of the order in hand goes with it', async ({ browser }) => {
  const context = await browser.newContext({ viewport: TABLET, hasTouch: true });
  const page = await counter(context, shop.url);
  await tap(page, 0, 1);
  await page.getByTestId('discount-open').click();
  await page.getByTestId('discount-amount').click();
  await page.getByTestId('discount-value').fill('5');
  await page.getByTestId('discount-reason').fill('熟客');
  await page.getByTestId('discount-give').click();
  await expect(page.getByTestId('cart-discount')).toContainText('5');
  await page.getByTestId('pay').click();
  await page.getByTestId('quick-exact').click();
  await expect(page.getByTestId('sent-call')).toBeVisible();
  expect((await newest()).discount).toBe(5);
  await context.close();
});

test('what the books miss is entered where it is there all the same', async ({ browser }) => {
  const context = await browser.newContext({ viewport: TABLET, hasTouch: true });
  const page = await counter(context, shop.url);
  await tap(page, 0);
  // Somebody else takes the last one before it is paid.
  const item = Number((await page.locator('[data-testid^="cart-line-"]').getAttribute('data-testid'))!.replace('cart-line-', ''));
  const [need] = await shop.ask<{ ingredient_id: number }[]>(`/api/menu/items/${item}/recipe`);
  const before = (await shop.ask<{ id: number; current_stock: number }[]>('/api/inventory/ingredients')).find((one) => one.id === need!.ingredient_id)!;
  await shop.ask(`/api/inventory/ingredients/${before.id}`, 'PUT', { current_stock: 0 });
  await page.getByTestId('pay').click();
  await page.getByTestId('quick-exact').click();
  await expect(page.getByTestId('pay-refused')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('pay-found').click();
  await expect(page.getByTestId('sent-call')).toBeVisible();
  const moves = await shop.ask<{ reference: string; quantity: number }[]>('/api/inventory/movements?limit=5');
  expect(moves.some((move) => move.reference.startsWith('FOUND:') && move.quantity > 0)).toBe(true);
  await shop.ask(`/api/inventory/ingredients/${before.id}`, 'PUT', { current_stock: before.current_stock });
  await context.close();
});

test('money of a cancelled order is asked for at every counter until it was handed back', async ({ browser }) => {
  const context = await browser.newContext({ viewport: TABLET, hasTouch: true });
  const [here, there] = [await counter(context, shop.url), await counter(context, shop.url)];
  const kds = await kitchen(context, shop.url);
  const call = await order(here);
  const { id } = await newest();
  await callOff(kds, call);
  for (const page of [here, there]) await expect(page.getByTestId(`refund-due-${id}`)).toContainText(call);
  await there.reload();
  await isLive(there);
  await there.getByTestId(`refund-done-${id}`).click();
  for (const page of [here, there]) await expect(page.getByTestId(`refund-due-${id}`)).toHaveCount(0);
  expect((await shop.ask<Order>(`/api/orders/${id}`)).refund_due).toBe(false);
  await context.close();
});

test('the drawer is opened, moved and counted at the counter', async ({ browser }) => {
  const context = await browser.newContext({ viewport: TABLET, hasTouch: true });
  const page = await counter(context, shop.url);
  await page.getByTestId('shift-strip-open').click();
  await page.getByTestId('shift-float').fill('2,000');
  await page.getByTestId('shift-open').click();
  await expect(page.getByTestId('shift-strip')).toHaveCount(0);
  await page.getByTestId('shift-sheet-open').click();
  await page.getByTestId('cash-amount').fill('150');
  await page.getByTestId('cash-reason').fill('買蔥');
  await page.getByTestId('cash-move').click();
  await expect(page.getByTestId('shift-told')).toContainText('NT$150');
  await page.getByTestId('shift-count').fill('1800');
  await page.getByTestId('shift-close').click();
  await expect(page.getByTestId('shift-difference')).toContainText('NT$50');
  await page.getByTestId('shift-close-sheet').click();
  await expect(page.getByTestId('shift-strip')).toBeVisible();
  await context.close();
});
