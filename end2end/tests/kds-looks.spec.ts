import { expect, test, type WebSocketRoute } from '@playwright/test';
import { isTooWide, look, tooSmall } from './support/looks';
import { amend, move, take } from './support/orders';
import { complaints, kitchen, showTicket } from './support/screens';
import { Shop } from './support/server';

const SIZES = { panel: { width: 1920, height: 1080 }, tablet: { width: 1280, height: 800 } };
/** Read from afar and in passing: what AAA asks of any text. */
const CONTRAST = 7;

let shop: Shop;
test.beforeEach(async () => {
  shop = await Shop.start();
});
test.afterEach(async () => {
  await shop.stop();
});

for (const language of ['zh-TW', 'en']) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`every state of the kitchen on a ${size} in ${language}`, async ({ browser }) => {
      test.setTimeout(90_000);
      const context = await browser.newContext({ viewport, locale: language, hasTouch: true });
      // Cut here: a page that Playwright puts offline keeps its sockets until they are missed.
      let isCut = false;
      const sockets: WebSocketRoute[] = [];
      await context.routeWebSocket(/./, (socket) => {
        sockets.push(socket);
        if (isCut) void socket.close();
        else socket.connectToServer();
      });
      const kds = await kitchen(context, shop.url);
      const heard = complaints(kds);
      const faults: string[] = [];
      let lowest = 21;
      const state = async (name: string) => {
        await kds.screenshot({ path: `test-results/screens/kds-${name}-${size}-${language}.png` });
        const { violations, contrast } = await look(kds);
        const small = await tooSmall(kds);
        faults.push(...[...violations, ...small].map((fault) => `${name}: ${fault}`));
        if (contrast < CONTRAST) faults.push(`${name}: contrast ${contrast.toFixed(2)}`);
        if (await isTooWide(kds)) faults.push(`${name}: wider than the screen`);
        const broken = await kds.locator('.kds .call').evaluateAll((all) => all.filter((call) => call.getClientRects().length > 1 || call.scrollWidth > call.clientWidth + 1).map((call) => call.outerHTML));
        faults.push(...broken.map((call) => `${name}: a number is cut off or broken: ${call}`));
        const heads = await kds.locator('.ticket-head').evaluateAll((all) => all.filter((head) => head.scrollWidth > head.clientWidth + 1).map((head) => head.outerHTML.slice(0, 160)));
        faults.push(...heads.map((head) => `${name}: the head of a ticket is cut off: ${head}`));
        const bar = (await kds.locator('.kds .bar').boundingBox())!.height;
        if (bar > viewport.height / 5) faults.push(`${name}: the bar takes ${bar.toFixed(0)} px from the tickets`);
        lowest = Math.min(lowest, contrast);
      };

      await expect(kds.locator('html')).toHaveAttribute('lang', language);
      await state('empty');
      const due = new Date(Date.now() + 3_600_000).toISOString();
      await take(shop, [['中紅茶', 2]], { due_at: due, customer_name: '陳先生' });
      const changed = await take(shop, [['起司蛋餅', 2, '去蔥'], ['拿鐵']], { source: 'dine_in', table_no: '5' });
      const off = await take(shop, [['雞腿鐵板麵'], ['大冰奶', 1, '少冰、半糖']], { auto_pay: false });
      const begun = await take(shop, [['薯餅', 3, '花生過敏'], ['總匯吐司', 1, '切半'], ['中冰奶']], { customer_name: '王小姐' });
      await move(shop, begun, 'preparing');
      for (let n = 0; n < 8; n++) {
        const order = await take(shop, [['火腿蛋餅', 1 + (n % 2)], ['中紅茶']], { auto_pay: n % 3 !== 0 });
        if (n < 3) await move(shop, order, 'preparing', 'ready');
      }
      await expect(kds.getByTestId('lane-ready').locator('li')).toHaveCount(3);
      await showTicket(kds, begun.call_number);
      await kds.getByTestId(`line-${begun.call_number}-0`).click();
      await expect(kds.getByTestId(`line-${begun.call_number}-0`)).toHaveAttribute('aria-pressed', 'true');
      await showTicket(kds, changed.call_number);
      await state('busy');
      await kds.keyboard.press('1');
      await expect(kds.locator('.ticket.selected')).toHaveCount(1);
      await kds.keyboard.press('p');
      await expect(kds.getByTestId('first-undo')).toBeVisible();
      await state('first');
      await expect(kds.getByTestId('first-undo')).toHaveCount(0, { timeout: 6_000 });
      await kds.keyboard.press('Delete');
      await expect(kds.getByTestId('ticket-sheet')).toBeVisible();
      await state('sheet');
      await kds.getByTestId('sheet-call-off').click();
      await expect(kds.getByTestId('reason-out')).toBeVisible();
      await state('reasons');
      await kds.getByTestId('sheet-close').click();
      await kds.getByTestId('recall-open').click();
      await expect(kds.getByTestId('recall').locator('.recall-list li').first()).toBeVisible();
      await state('recall');
      await kds.getByTestId('recall-close').click();
      await amend(shop, changed, [['拿鐵', 2], ['薯餅']]);
      await showTicket(kds, changed.call_number);
      await expect(kds.getByTestId(`notice-${changed.call_number}`).locator('.added')).toBeVisible();
      await state('notice');
      await move(shop, off, 'cancelled');
      await showTicket(kds, off.call_number);
      await expect(kds.getByTestId(`ticket-${off.call_number}`)).toHaveAttribute('data-status', 'cancelled');
      await state('called-off');
      const [grill] = await shop.ask<{ id: number }[]>('/api/menu/stations');
      await kds.getByTestId(`station-${grill!.id}`).click();
      await expect(kds.getByTestId(`station-${grill!.id}`)).toHaveAttribute('aria-current', 'page');
      await state('station');
      await kds.getByTestId('station-all').click();
      isCut = true;
      await context.setOffline(true);
      for (const socket of sockets) await socket.close();
      await expect(kds.getByTestId('live').first()).toHaveAttribute('data-state', 'stale', { timeout: 25_000 });
      await state('stale');
      console.log(`      ${size} in ${language}: lowest contrast of any text ${lowest.toFixed(2)}:1`);
      expect(faults).toEqual([]);
      expect(heard).toEqual([]);
      await context.close();
    });
  }
}
