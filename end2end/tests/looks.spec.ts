import { expect, test } from '@playwright/test';
import { isTooWide, violations } from './support/looks';
import { Shop } from './support/server';
import { complaints, open } from './support/screens';

const SIZES = { tablet: { width: 1280, height: 800 }, kitchen: { width: 1920, height: 1080 }, phone: { width: 390, height: 844 } };
const PAGES = [
  ['home', '/', 'tablet'],
  ['home-phone', '/', 'phone'],
  ['login', '/login', 'tablet'],
  ['pos', '/pos', 'tablet'],
  ['pos-phone', '/pos', 'phone'],
  ['kds', '/kds', 'kitchen'],
  ['pickup', '/pickup', 'kitchen'],
] as const;

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
  const call = (path: string, body: object) => shop.ask<{ id: number }>(path, 'POST', body);
  for (let n = 0; n < 9; n++) {
    const items = [
      { menu_item_id: 2 + n, quantity: 1 + (n % 2), note: n % 3 ? null : '去蔥' },
      { menu_item_id: 37, quantity: 2, note: '少冰、半糖' },
    ];
    const order = await call('/api/orders', { source: n % 2 ? 'takeout' : 'dine_in', table_no: n % 2 ? null : '5', auto_pay: n % 4 !== 0, items });
    for (const status of ['preparing', 'ready'].slice(0, n % 3)) await call(`/api/orders/${order.id}/status`, { status });
  }
});
test.afterAll(async () => {
  await shop.stop();
});

for (const language of ['zh-TW', 'en']) {
  for (const [name, path, size] of PAGES) {
    test(`${name} in ${language}: accessible, nothing cut off, no complaint`, async ({ browser }) => {
      const context = await browser.newContext({ viewport: SIZES[size], locale: language });
      const page = await context.newPage();
      const heard = complaints(page);
      await open(page, shop.url + path);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      if (path === '/pos') await page.locator('[data-testid^="tile-"]:not([disabled])').first().click();
      await page.screenshot({ path: `test-results/screens/${name}-${language}.png` });
      expect(await isTooWide(page), 'nothing reaches beyond the screen').toBe(false);
      const broken = await page.evaluate(() => {
        const lines = (element: Element) => {
          const range = document.createRange();
          range.selectNodeContents(element);
          return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
        };
        const calls = [...document.querySelectorAll('.call')].filter((call) => lines(call) > 1);
        const heads = [...document.querySelectorAll('.ticket-head')].filter((head) => head.scrollWidth > head.clientWidth);
        return [...calls, ...heads].map((element) => element.outerHTML);
      });
      expect(broken, 'a call number stands in one line, and the head of a ticket is not cut off').toEqual([]);
      expect(await violations(page)).toEqual([]);
      expect(heard).toEqual([]);
      await context.close();
    });
  }
}

test('a page is rendered on whichever thread it comes to, beside others', async ({ request }) => {
  for (const path of ['/kds', '/pickup', '/pos', '/', '/login']) {
    const answers: number[] = [];
    // One of thirty had ended in nothing, and of twelve at once some in 500: what one thread holds another let go.
    for (let round = 0; round < 8; round++) {
      const together = Array.from({ length: 12 }, () => request.get(shop.url + path));
      answers.push(...(await Promise.all(together)).map((answer) => answer.status()));
    }
    expect(answers, path).toEqual(Array(96).fill(200));
  }
});
