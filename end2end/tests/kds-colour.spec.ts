import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test';
import { move, take } from './support/orders';
import { open } from './support/screens';
import { Shop } from './support/server';

/** How a screen looks to somebody who does not see all colours; the last is what a grey one shows. */
const EYES = ['deuteranopia', 'protanopia', 'achromatopsia'] as const;

let shop: Shop;
let context: BrowserContext;
test.beforeEach(async ({ browser }) => {
  shop = await Shop.start();
  context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-TW' });
});
test.afterEach(async () => {
  await context.close();
  await shop.stop();
});

/** A screenshot as each of them sees it, for people to look at. */
async function shoot(page: Page, name: string): Promise<void> {
  const cdp = await context.newCDPSession(page);
  for (const type of EYES) {
    await cdp.send('Emulation.setEmulatedVisionDeficiency', { type });
    await page.screenshot({ path: `test-results/screens/${name}-${type}.png` });
  }
  await cdp.send('Emulation.setEmulatedVisionDeficiency', { type: 'none' });
}

/** The line around something, without its colour. */
function border(of: Locator): Promise<{ line: string }> {
  return of.first().evaluate((element) => {
    const { borderTopStyle, borderTopWidth } = getComputedStyle(element);
    return { line: `${borderTopStyle} ${borderTopWidth}` };
  });
}

test('what is made and what can be collected are told apart without colour', async () => {
  const orders = [];
  for (let n = 0; n < 5; n++) orders.push(await take(shop, [['起司蛋餅']]));
  for (const order of orders) await move(shop, order, 'preparing');
  for (const order of orders.slice(0, 3)) await move(shop, order, 'ready');
  const board = await context.newPage();
  await open(board, `${shop.url}/pickup`);
  const [cooking, ready] = [board.locator('.cooking'), board.locator('section.ready')];
  await expect(cooking.locator('li')).toHaveCount(2);
  await expect(ready.locator('li')).toHaveCount(3);
  await expect(cooking.locator('h2')).toContainText('◐');
  await expect(ready.locator('h2')).toContainText('●');
  const words = await board.locator('.boards h2').allTextContents();
  expect(new Set(words.map((word) => word.replace(/[◐●\s]/g, ''))).size).toBe(2);
  const numbers = [cooking.locator('.numbers li'), ready.locator('.numbers li')];
  const [made, called] = await Promise.all(numbers.map(border));
  expect(made!.line).not.toBe(called!.line);
  await shoot(board, 'pickup-colour');
});
