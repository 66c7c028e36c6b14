import { expect, type Locator, test } from '@playwright/test';
import { Shop } from './support/server';
import { counter } from './support/screens';

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
});
test.afterAll(async () => {
  await shop.stop();
});

test('the usual orders take few taps', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-TW' });
  const pos = await counter(context, shop.url);
  let taps = 0;
  const tap = async (what: Locator) => {
    await what.click();
    taps += 1;
  };
  const tile = (name: string) => pos.locator('.tile').filter({ has: pos.getByText(name, { exact: true }) });
  await tap(tile('原味蛋餅'));
  await tap(tile('火腿蛋餅'));
  await tap(pos.getByTestId('pay'));
  await tap(pos.getByTestId('quick-exact'));
  await expect(pos.getByTestId('sent-call')).toBeVisible();
  console.log(`      2 items, cash exact: ${taps} taps`);
  expect(taps).toBeLessThanOrEqual(6);

  taps = 0;
  const quick = (name: RegExp) => pos.locator('.line.selected .quick-choices').getByRole('button', { name });
  await tap(tile('原味蛋餅'));
  await tap(quick(/^加蛋/));
  await tap(quick(/^去蔥/));
  await tap(pos.getByTestId('shelf-7'));
  await tap(tile('大冰奶'));
  await tap(quick(/^半糖/));
  await tap(quick(/^少冰/));
  await tap(pos.getByTestId('pay'));
  await tap(pos.getByTestId('method-line_pay'));
  await tap(pos.getByTestId('pay-confirm'));
  await expect(pos.getByTestId('sent-call')).toBeVisible();
  console.log(`      crepe with egg and no scallion, iced milk tea with half sugar and less ice, LINE Pay: ${taps} taps`);
  expect(taps).toBeLessThanOrEqual(10);
  await context.close();
});
