import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test';
import { amend, move, take } from './support/orders';
import { isLive, open } from './support/screens';
import { Shop } from './support/server';

/** How a screen looks to somebody who does not see all colours; the last is what a grey one shows. */
const EYES = ['deuteranopia', 'protanopia', 'achromatopsia'] as const;
/** So much later than it is the wall takes it to be. */
const LATER_MS = 8 * 60_000;
/** What WCAG asks of a sign that is no text. */
const CONTRAST = 3;

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

/** The line around something, without its colour, and how much brighter or darker than its ground it is. */
function border(of: Locator): Promise<{ line: string; contrast: number }> {
  return of.first().evaluate((element) => {
    const style = getComputedStyle(element);
    const light = (colour: string) => {
      const parts = colour.match(/[\d.]+/g)!.slice(0, 3).map((part) => Number(part) / 255);
      const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const [low, high] = [light(style.borderTopColor), light(style.backgroundColor)].sort((a, b) => a - b);
    return { line: `${style.borderTopStyle} ${style.borderTopWidth}`, contrast: (high! + 0.05) / (low! + 0.05) };
  });
}

test('what is to be made is told apart without colour', async () => {
  await shop.ask('/api/settings', 'PUT', {
    age_limits: { pending: { warn: 5, late: 7 }, preparing: { warn: 100, late: 200 }, ready: { warn: 100, late: 200 } },
  });
  const { lead_minutes } = await shop.ask<{ lead_minutes: number }>('/api/settings');
  // The server's word for what time it is, as the wall hears it.
  await context.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((text) =>
      socket.send(
        String(text).replace(/"heartbeat":"([^"]+)"/, (_, at: string) =>
          `"heartbeat":"${new Date(Date.parse(at) + LATER_MS).toISOString()}"`),
      ),
    );
  });
  /** One that the kitchen could begin with so long before the wall's time. */
  const begunBefore = (minutes: number) =>
    ({ due_at: new Date(Date.now() + LATER_MS + (lead_minutes - minutes) * 60_000).toISOString(), customer_name: '陳先生' });
  const one = () => take(shop, [['起司蛋餅']]);
  const late = await one();
  const preparing = await one();
  const changed = await one();
  const off = await one();
  const ready = await one();
  const due = await take(shop, [['起司蛋餅']], begunBefore(6));
  const pending = await take(shop, [['起司蛋餅']], begunBefore(1));
  await move(shop, preparing, 'preparing');
  await move(shop, ready, 'preparing', 'ready');

  // So small that all of them stand on one page.
  const kds = await context.newPage();
  await open(kds, `${shop.url}/kds?size=75`);
  await isLive(kds);
  await amend(shop, changed, [['起司蛋餅', 2]]);
  await move(shop, changed, 'preparing');
  await move(shop, off, 'cancelled');
  const ticket = (order: { call_number: string }) => kds.getByTestId(`ticket-${order.call_number}`);
  await expect(ticket(pending), 'the wall has heard what time it is').toBeVisible({ timeout: 20_000 });
  await expect(ticket(late)).toHaveClass(/\blate\b/);

  const age = (order: { call_number: string }) => ticket(order).locator('.age small');
  const notice = kds.getByTestId(`notice-${changed.call_number}`);
  const states: [name: string, around: Locator, says: Locator, text: string][] = [
    ['pending', ticket(pending), age(pending), '○ 待製作'],
    ['preparing', ticket(preparing), age(preparing), '◐ 製作中'],
    ['due', ticket(due), age(due), '◷ 注意'],
    ['late', ticket(late), age(late), '！逾時'],
    ['changed', ticket(changed), notice.locator('h4'), '✎ 單子改了'],
    ['called off', ticket(off), age(off), '✕ 已取消'],
    ['ready', ticket(ready).locator('button'), kds.getByTestId('lane-ready').locator('h2'), '● 等待取餐'],
  ];
  const lines = new Map<string, string>();
  for (const [name, around, says, text] of states) {
    await expect(says, name).toContainText(text);
    const { line, contrast } = await border(around);
    expect(lines.get(line), `${name} has the line of another state: ${line}`).toBeUndefined();
    lines.set(line, name);
    // What waits in time has the quietest line of all.
    if (name !== 'pending') expect(contrast, `the line of ${name}`).toBeGreaterThanOrEqual(CONTRAST);
  }
  await shoot(kds, 'kds-colour');
});

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
