import { expect, test } from '@playwright/test';
import { violations } from './support/looks';
import { complaints, counter, kitchen, payExact, showTicket } from './support/screens';
import { Shop } from './support/server';

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
});
test.afterAll(async () => {
  await shop.stop();
});

/** The id of an item of the demo. */
const id = async (name: string) => (await shop.items()).get(name)!;

test('what is chosen on an item is on the line, in its price, in the order and on the wall', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-TW' });
  const pos = await counter(context, shop.url);
  const kds = await kitchen(context, shop.url);
  const heard = complaints(pos);
  const latte = await id('拿鐵');
  await pos.getByTestId('shelf-7').click();
  await pos.getByTestId(`tile-${latte}`).click();
  const sheet = pos.getByTestId('sheet');
  await expect(sheet.getByRole('button', { name: '熱' })).toHaveAttribute('aria-pressed', 'true');
  await sheet.getByRole('button', { name: '冰', exact: true }).click();
  await expect(sheet.getByRole('button', { name: '熱' })).toHaveAttribute('aria-pressed', 'false');
  await sheet.getByRole('button', { name: '半糖' }).click();
  await sheet.getByTestId('sheet-more').click();
  await expect(sheet.getByTestId('sheet-apply')).toContainText('NT$120');
  await sheet.getByTestId('sheet-apply').click();
  const line = pos.getByTestId(`cart-line-${latte}`);
  await expect(line.getByTestId('quantity')).toHaveText('2');
  await expect(line).toContainText('半糖');

  const crepe = await id('起司蛋餅');
  await pos.getByTestId('shelf-1').click();
  await pos.getByTestId(`tile-${crepe}`).click();
  const second = pos.getByTestId(`cart-line-${crepe}`);
  await second.locator('.quick-choices').getByRole('button', { name: /加蛋/ }).click();
  await second.locator('.quick-choices').getByRole('button', { name: '去蔥' }).click();
  await expect(second.locator('.amount')).toHaveText('NT$60');
  expect(heard).toEqual([]);
  await payExact(pos);
  const call = /\d{3,}/.exec(await pos.getByTestId('sent-call').innerText())![0];
  const ticket = await showTicket(kds, call);
  for (const word of ['冰', '半糖', '加蛋', '去蔥']) await expect(ticket).toContainText(word);
  const orders = await shop.ask<{ total_amount: number }[]>('/api/orders?limit=1');
  expect(orders[0].total_amount).toBe(180);
  await context.close();
});

test('a combo is picked step by step, offered where it is cheaper, and taken out with the way back', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-TW' });
  const pos = await counter(context, shop.url);
  const [tea, nuggets] = [await id('中冰奶'), await id('雞塊')];
  await pos.getByTestId('shelf-combos').click();
  await pos.locator('[data-testid^="combo-"]').first().click();
  const apply = pos.getByTestId('sheet-apply');
  await expect(apply).toBeDisabled();
  await pos.getByTestId(`part-${tea}`).click();
  await expect(apply).toContainText('還要選 1 份配餐');
  await pos.getByTestId(`part-${nuggets}`).click();
  await expect(pos.getByTestId('combo-saved')).toHaveText('省 NT$20');
  await pos.screenshot({ path: 'test-results/screens/cart-combo-sheet.png' });
  await apply.click();
  const combo = pos.locator('[data-testid^="cart-combo-"]');
  await expect(combo).toContainText('中冰奶');
  await expect(combo.locator('.amount')).toHaveText('NT$60');
  await combo.getByTestId('less').click();
  await expect(combo).toHaveCount(0);
  await pos.getByTestId('undo').click();
  await expect(combo).toHaveCount(1);
  await pos.getByTestId('clear').click();
  await expect(combo).toHaveCount(0);

  await pos.getByTestId('shelf-all').click();
  await pos.getByTestId(`tile-${tea}`).click();
  await pos.getByTestId(`tile-${nuggets}`).click();
  await expect(pos.getByTestId('offered')).toContainText('NT$20');
  await pos.screenshot({ path: 'test-results/screens/cart-offered.png' });
  await pos.getByTestId('make-combo').click();
  await expect(pos.getByTestId('offered')).toHaveCount(0);
  await expect(pos.getByTestId('pay')).toContainText('NT$60');
  await payExact(pos);
  await expect(pos.getByTestId('sent-call')).toBeVisible();
  await context.close();
});

test('a long press and the menu key say sold out for today, and the way back is one tap', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-TW' });
  const pos = await counter(context, shop.url);
  const fries = await id('薯條');
  const tile = pos.getByTestId(`tile-${fries}`);
  await pos.getByTestId('shelf-6').click();
  await tile.hover();
  await pos.mouse.down();
  await expect(tile).toHaveAttribute('aria-disabled', 'true');
  await pos.mouse.up();
  await expect(pos.getByTestId(`cart-line-${fries}`)).toHaveCount(0);
  await expect(pos.getByTestId('toast')).toContainText('今日售完');
  await pos.getByTestId('undo').click();
  await expect(tile).not.toHaveAttribute('aria-disabled', 'true');
  await tile.click();
  await tile.click({ button: 'right' });
  await expect(tile).toHaveAttribute('aria-disabled', 'true');
  // The line that has it says so, and a refusal leaves the order as it is.
  const line = pos.getByTestId(`cart-line-${fries}`);
  await expect(line.getByTestId('line-problem')).toContainText('售完');
  await payExact(pos);
  await expect(pos.getByTestId('pay-refused')).toBeVisible();
  await pos.keyboard.press('Escape');
  await expect(line).toHaveCount(1);
  await expect(line.getByTestId('line-problem')).toContainText('售完');
  // To a machine it is disabled; to a finger it says why, and offers to sell it again.
  await tile.click({ force: true });
  await pos.getByTestId('undo').click();
  await expect(tile).not.toHaveAttribute('aria-disabled', 'true');
  await payExact(pos);
  await expect(pos.getByTestId('sent-call')).toBeVisible();
  await context.close();
});

test('the order in hand survives a reload, and the keyboard alone is enough', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'en' });
  const pos = await counter(context, shop.url);
  await pos.keyboard.press('/');
  await pos.keyboard.type('cheese crepe');
  await pos.keyboard.press('Enter');
  await pos.keyboard.press('Escape');
  const line = pos.locator('[data-testid^="cart-line-"]');
  await expect(line).toHaveCount(1);
  await pos.keyboard.press('1');
  await pos.keyboard.press('2');
  await expect(line.getByTestId('quantity')).toHaveText('12');
  await pos.keyboard.press('-');
  await expect(line.getByTestId('quantity')).toHaveText('11');
  await pos.reload();
  await expect(pos.locator('body[data-hydrated]')).toBeAttached();
  await expect(line.getByTestId('quantity')).toHaveText('11');
  await pos.keyboard.press('?');
  await expect(pos.getByTestId('legend')).toBeVisible();
  expect(await violations(pos)).toEqual([]);
  await pos.keyboard.press('Escape');
  await pos.keyboard.press('ArrowRight');
  await pos.keyboard.press('ArrowRight');
  await pos.keyboard.press('ArrowDown');
  await expect(pos.locator('.tile:focus')).toHaveCount(1);
  await pos.keyboard.press('Delete');
  await expect(line).toHaveCount(0);
  await pos.getByTestId('undo').press('Enter');
  await expect(line).toHaveCount(1);
  await pos.keyboard.press('F1');
  await expect(line).toHaveCount(0);
  await pos.reload();
  await expect(pos.locator('body[data-hydrated]')).toBeAttached();
  await expect(line).toHaveCount(0);
  await context.close();
});
