import { expect, type Page, test } from '@playwright/test';
import { complaints, counter } from './support/screens';
import { Shop } from './support/server';

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
});
test.afterAll(async () => {
  await shop.stop();
});

/** Presses Tab until something has the focus that fits. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let n = 0; n < 150; n++) {
    await page.keyboard.press('Tab');
    const is = await page.evaluate((wanted) => document.activeElement?.getAttribute('data-testid')?.startsWith(wanted) ?? false, id);
    if (is) return;
  }
  throw new Error(`Tab never comes to ${id}`);
}

/** Looks for an item and takes what is found first. */
async function find(page: Page, text: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

test('a morning by the keyboard alone: sell, hold, take up, amend, discount, call off', async ({ browser }) => {
  test.setTimeout(60_000);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-TW' });
  const page = await counter(context, shop.url);
  const heard = complaints(page);
  const lines = page.locator('[data-testid^="cart-line-"]');
  const call = page.getByTestId('sent-call');

  await find(page, '起司蛋餅');
  await page.keyboard.press('3');
  await expect(lines.getByTestId('quantity')).toHaveText('3');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(call).toBeVisible();
  const sold = (await call.innerText()).trim();

  // Hold, and take up again.
  await find(page, '薯條');
  await expect(lines).toHaveCount(1);
  await page.keyboard.press('F2');
  await expect(lines).toHaveCount(0);
  await expect(call).toBeVisible();
  await tabTo(page, 'held-open');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('held-list')).toBeVisible();
  await tabTo(page, 'take-up-');
  await page.keyboard.press('Enter');
  await expect(lines).toHaveCount(1);
  // With something off.
  await tabTo(page, 'discount-open');
  await page.keyboard.press('Enter');
  await tabTo(page, 'discount-10');
  await page.keyboard.press('Enter');
  await tabTo(page, 'discount-reason-0');
  await page.keyboard.press('Enter');
  await tabTo(page, 'discount-give');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('cart-discount')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('pay-sheet')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(call).toBeVisible();

  // Amend what was sold first: the difference is shown, Enter sends it.
  await page.keyboard.press('F3');
  await tabTo(page, 'orders-search');
  await page.keyboard.type(sold);
  await expect(page.locator('[data-testid^="order-row-"]')).toHaveCount(1);
  await tabTo(page, 'order-amend-');
  await page.keyboard.press('Enter');
  await expect(lines).toHaveCount(1);
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('amend-money')).toContainText('退給客人');
  await page.keyboard.press('Enter');
  await expect(call).toContainText(sold);
  await expect(lines).toHaveCount(0);

  // And call it off.
  await page.keyboard.press('F3');
  await tabTo(page, 'order-undo-');
  await page.keyboard.press('Enter');
  await tabTo(page, 'reason');
  await page.keyboard.type('客人取消');
  await tabTo(page, 'cancel-order');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-testid^="order-row-"]').first()).toHaveAttribute('data-status', 'cancelled');
  await page.keyboard.press('Escape');
  expect(heard).toEqual([]);
  await context.close();
});
