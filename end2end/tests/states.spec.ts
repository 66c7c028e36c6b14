import { expect, type Page, test, type WebSocketRoute } from '@playwright/test';
import { isTooWide, look, tooSmall } from './support/looks';
import { counter, payExact } from './support/screens';
import { Shop } from './support/server';

const SIZES = { tablet: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
});
test.afterAll(async () => {
  await shop.stop();
});

let lowest = 21;
let seen = 0;
test.afterAll(() => {
  console.log(`      ${seen} states looked at; lowest contrast of any text ${lowest.toFixed(2)}:1`);
});

async function tap(page: Page, ...items: number[]): Promise<void> {
  await page.getByTestId('shelf-all').click();
  for (const item of items) await page.getByTestId(`tile-${item}`).click();
}

for (const language of ['zh-TW', 'en']) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`every state of the counter on a ${size}, ${colorScheme}, in ${language}`, async ({ browser }) => {
        test.setTimeout(90_000);
        const context = await browser.newContext({ viewport, colorScheme, locale: language, hasTouch: true });
        // Cut here: a page that Playwright puts offline keeps its sockets until they are missed.
        let isCut = false;
        const sockets: WebSocketRoute[] = [];
        await context.routeWebSocket(/./, (socket) => {
          sockets.push(socket);
          if (isCut) void socket.close();
          else socket.connectToServer();
        });
        const page = await counter(context, shop.url);
        const onPhone = size === 'phone';
        const of = await shop.items();
        const [crepe, ham, latte, nuggets, tea] = ['原味蛋餅', '火腿蛋餅', '拿鐵', '雞塊', '中冰奶'].map((name) => of.get(name)!);
        const faults: string[] = [];
        const state = async (name: string) => {
          await page.screenshot({ path: `test-results/screens/state-${name}-${size}-${colorScheme}-${language}.png` });
          const { violations, contrast } = await look(page);
          const small = await tooSmall(page);
          faults.push(...[...violations, ...small].map((fault) => `${name}: ${fault}`));
          if (await isTooWide(page)) faults.push(`${name}: wider than the screen`);
          lowest = Math.min(lowest, contrast);
          seen += 1;
        };
        const cart = async () => {
          if (onPhone) await page.getByTestId('sheet-open').click();
        };
        const tiles = async () => {
          if (onPhone && (await page.locator('.pos.sheet-open').count())) await page.locator('.cart .only-phone').click();
        };

        await state('empty');
        await page.locator('#search').fill('zzz');
        await state('nothing-found');
        await page.locator('#search').fill('');
        await page.getByTestId('shelf-7').click();
        await page.getByTestId(`tile-${latte}`).click();
        await state('item-sheet');
        await page.getByTestId('sheet-apply').click();
        await page.getByTestId('shelf-combos').click();
        await page.locator('[data-testid^="combo-"]').last().click();
        await state('combo-sheet');
        await page.getByTestId('sheet-close').click();
        await tap(page, crepe!, nuggets!, tea!);
        await cart();
        await state('busy');
        await page.getByTestId('customer-open').click();
        await state('customer');
        await page.keyboard.press('Escape');
        await tiles();
        await cart();
        await page.getByTestId('discount-open').click();
        await page.getByTestId('discount-15').click();
        await state('discount');
        await page.getByTestId('discount-close').click();
        await page.getByTestId('pay').click();
        await page.getByTestId('quick-500').click();
        await state('pay');
        await page.getByTestId('pay-split').click();
        await state('pay-split');
        await page.getByTestId('pay-split').click();
        const place = '**/fn/order_place';
        await page.route(place, (route) => route.fulfill({ status: 403, json: { Refused: 'denied' } }));
        await page.getByTestId('pay-confirm').click();
        await expect(page.getByTestId('pay-refused')).toBeVisible();
        await state('refused');
        await page.unroute(place);
        await page.route(place, (route) => route.fulfill({ status: 500, body: 'no' }));
        await page.getByTestId('pay-confirm').click();
        await expect(page.getByTestId('pay-sheet').getByTestId('unreached')).toBeVisible();
        await state('unreached');
        await page.unroute(place);
        await page.getByTestId('pay-close').click();
        await state('unsure');
        await page.getByTestId('pay').click();
        await expect(page.getByTestId('sent-call')).toBeVisible();
        await state('sent');
        await page.getByTestId('dismiss').click();
        await tiles();
        await page.getByTestId('orders-open').click();
        await state('orders');
        await page.locator('[data-testid^="order-amend-"]').first().click();
        await expect(page.locator('[data-testid^="cart-"]').first()).toBeVisible();
        await tiles();
        await tap(page, ham!);
        await cart();
        await state('amending');
        await page.getByTestId('pay').click();
        await expect(page.getByTestId('amend-money')).toBeVisible();
        await state('amend');
        await page.getByTestId('amend-back').click();
        await page.getByTestId('clear').click();
        await state('cleared');
        await tiles();
        await page.getByTestId('orders-open').click();
        await page.locator('[data-testid^="order-undo-"]').first().click();
        await expect(page.getByTestId('reason')).toBeVisible();
        await state('undo');
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        await tap(page, crepe!);
        await cart();
        await page.getByTestId('hold').click();
        await expect(page.getByTestId('sent-call')).toBeVisible();
        await page.getByTestId('dismiss').click();
        await tiles();
        await page.getByTestId('held-open').click();
        await expect(page.locator('[data-testid^="take-up-"]').first()).toBeVisible();
        await state('held');
        await page.locator('[data-testid^="take-up-"]').first().click();
        await cart();
        await payExact(page);
        await expect(page.getByTestId('sent-call')).toBeVisible();
        await page.getByTestId('dismiss').click();
        await tiles();
        await page.getByTestId('shift-sheet-open').click();
        await expect(page.getByTestId('shift-opening')).toBeVisible();
        await state('shift');
        await page.getByTestId('shift-close-sheet').click();
        if (!onPhone) {
          await page.keyboard.press('?');
          await state('legend');
          await page.keyboard.press('Escape');
        }
        isCut = true;
        await context.setOffline(true);
        for (const socket of sockets) await socket.close();
        await expect(page.getByTestId('live').first()).not.toHaveAttribute('data-state', 'live', { timeout: 15_000 });
        await state('offline');
        expect(faults).toEqual([]);
        await context.close();
      });
    }
  }
}
