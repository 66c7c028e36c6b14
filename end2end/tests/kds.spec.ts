import { expect, type Locator, type Page, test } from '@playwright/test';
import { amend, type Line, move, status, take, type Taken } from './support/orders';
import { complaints, isLive, kitchen, onPage, open, showTicket, toMake, walls } from './support/screens';
import { Shop } from './support/server';

/** A 24-inch panel, on which 43.5 pixels are 12 mm. */
const PANEL = { width: 1920, height: 1080 };
const TWELVE_MM = 43.5;

// Each test counts what is on the wall, so each has a shop of its own.
let shop: Shop;
test.beforeEach(async () => {
  shop = await Shop.start();
});
test.afterEach(async () => {
  await shop.stop();
});
test.use({ viewport: PANEL, locale: 'zh-TW' });

const inLane = (kds: Page, call: string) => kds.getByTestId('lane-ready').getByTestId(`ticket-${call}`);
const line = (kds: Page, call: string, n: number) => kds.getByTestId(`line-${call}-${n}`);

/** Does something to a ticket and waits until the server has said so: before that a second tap is none. */
async function answered(ticket: Locator, act: () => Promise<void>): Promise<void> {
  const seq = await ticket.getAttribute('data-seq');
  await act();
  await expect(ticket).not.toHaveAttribute('data-seq', seq!);
}

/** Taps the head of a ticket. */
async function tapHead(kds: Page, call: string): Promise<void> {
  const ticket = await showTicket(kds, call);
  await answered(ticket, () => ticket.locator('.ticket-head').click());
}

/** How many there are of something at the side. */
const count = (kds: Page, of: 'dishes' | 'components', name: string) =>
  kds.getByTestId(of).locator('li', { hasText: name }).locator('b');

test('what was collected too early comes back step by step, and the audit knows it', async ({ context }) => {
  const order = await take(shop, [['起司蛋餅'], ['中紅茶', 2]]);
  const call = order.call_number;
  const kds = await kitchen(context, shop.url);
  const heard = complaints(kds);
  await tapHead(kds, call);
  await tapHead(kds, call);
  await expect(inLane(kds, call)).toBeVisible();
  await kds.getByTestId(`ticket-next-${call}`).click();
  await expect(kds.getByTestId(`ticket-${call}`)).toHaveCount(0);
  await expect.poll(() => status(shop, order)).toBe('completed');

  const recall = async () => {
    await kds.getByTestId('recall-open').click();
    await kds.getByTestId(`recall-${call}`).click();
    await expect(kds.getByTestId('recall')).toBeHidden();
  };
  await recall();
  await expect(inLane(kds, call)).toBeVisible();
  await expect.poll(() => status(shop, order), { message: 'one step, and not two' }).toBe('ready');
  await recall();
  await expect(kds.getByTestId('tickets').getByTestId(`ticket-${call}`)).toHaveAttribute('data-status', 'preparing');
  await expect(line(kds, call, 0), 'all of it is to be made again').toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => status(shop, order)).toBe('preparing');
  await recall();
  await expect(kds.getByTestId(`ticket-${call}`)).toHaveAttribute('data-status', 'pending');
  await kds.getByTestId('recall-open').click();
  await expect(kds.getByTestId('recall').locator('.empty')).toContainText('沒有可以叫回的單');
  await kds.getByTestId('recall-close').click();

  type Entry = { action: string; entity_id: string; payload: { before: { status: string }; after: { status: string } } };
  const audit = (await shop.ask<Entry[]>('/api/audit/logs?limit=50')).filter((entry) => entry.action === 'order.recall');
  expect(audit.map((entry) => entry.entity_id)).toEqual(Array(3).fill(String(order.id)));
  expect(audit.map(({ payload }) => [payload.before.status, payload.after.status])).toEqual([
    ['preparing', 'pending'],
    ['ready', 'preparing'],
    ['completed', 'ready'],
  ]);
  expect(heard).toEqual([]);
});

test('a long press on a head and a right click open the sheet, and move nothing on', async ({ context }) => {
  const order = await take(shop, [['起司蛋餅']]);
  const kds = await kitchen(context, shop.url);
  const head = kds.getByTestId(`ticket-${order.call_number}`).locator('.ticket-head');
  const sheet = kds.getByTestId('ticket-sheet');
  await head.click({ delay: 900 });
  await expect(sheet).toBeVisible();
  await sheet.getByTestId('sheet-close').click();
  await expect(sheet).toBeHidden();
  await head.click({ button: 'right' });
  await expect(sheet).toBeVisible();
  await kds.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  expect(await status(shop, order)).toBe('pending');
  await head.click();
  await expect.poll(() => status(shop, order), { message: 'the next tap is one again' }).toBe('preparing');
});

test('what is put first stands first on every screen, and can be taken back for three seconds', async ({ context }) => {
  const calls: string[] = [];
  for (let n = 0; n < 3; n++) calls.push((await take(shop, [['起司蛋餅']])).call_number);
  const [a, b, c] = calls as [string, string, string];
  const [kds, other] = [await kitchen(context, shop.url), await kitchen(context, shop.url)];
  const stand = async (...order: string[]) => {
    for (const page of [kds, other]) await expect.poll(() => walls(page)).toEqual(order);
  };
  const first = async (call: string) => {
    await kds.getByTestId(`ticket-more-${call}`).click();
    await answered(kds.getByTestId(`ticket-${call}`), () => kds.getByTestId('sheet-first').click());
  };
  await stand(a, b, c);
  await first(c);
  await kds.getByTestId('first-undo').click();
  await expect(kds.getByTestId('first-undo')).toHaveCount(0);
  await stand(a, b, c);

  await first(c);
  const begun = Date.now();
  await stand(c, a, b);
  await expect(kds.getByTestId(`ticket-${c}`).locator('.first-chip')).toContainText('優先');
  await expect(kds.getByTestId('first-undo')).toBeVisible();
  await expect(kds.getByTestId('first-undo')).toHaveCount(0, { timeout: 5_000 });
  expect(Date.now() - begun, 'it was offered for three seconds').toBeGreaterThan(2_300);
  await first(b);
  await stand(c, b, a);
  // Back in its turn, it stands where it came in.
  await first(c);
  await stand(b, a, c);
  await expect(kds.getByTestId('first-undo'), 'nothing is offered for c').toHaveCount(0, { timeout: 5_000 });
});

test('a station sees and bumps its own part, who sees to the whole sees all parts, and the last one makes it ready', async ({ context }) => {
  const whole = await take(shop, [['起司蛋餅'], ['中紅茶', 2], ['總匯吐司']]);
  const only = await take(shop, [['薯餅']]);
  const call = whole.call_number;
  const stations = await shop.ask<{ id: number; name: string }[]>('/api/menu/stations');
  const id = (name: string) => stations.find((station) => station.name === name)!.id;
  const all = await kitchen(context, shop.url);
  const drinks = await kitchen(context, shop.url, 'drinks');
  const grill = await kitchen(context, shop.url);
  await grill.getByTestId(`station-${id('煎台')}`).click();
  await expect(grill).toHaveURL(new RegExp(`station=${id('煎台')}$`));
  await expect(grill.getByTestId(`station-${id('煎台')}`)).toHaveAttribute('aria-current', 'page');
  for (const [name, open] of [['煎台', '2'], ['飲料', '1'], ['冷台', '1']] as const) {
    await expect(all.getByTestId(`station-${id(name)}`).locator('.num')).toHaveText(open);
  }
  await expect(toMake(all)).toHaveText('2');
  await expect.poll(() => walls(drinks)).toEqual([call]);
  await expect.poll(() => walls(grill)).toEqual([call, only.call_number]);
  await expect(drinks.getByTestId(`ticket-${call}`).locator('.ticket-lines li')).toHaveCount(1);
  await expect(line(drinks, call, 0)).toContainText('中紅茶');
  await expect(all.getByTestId(`ticket-${call}`).locator('.ticket-lines li')).toHaveCount(3);
  const parts = all.getByTestId(`parts-${call}`).locator('li');
  await expect(parts.filter({ hasText: '飲料' })).toContainText('0/1');

  await line(drinks, call, 0).click();
  await expect(drinks.getByTestId(`ticket-${call}`)).toHaveCount(0);
  await expect(parts.filter({ hasText: '飲料' })).toContainText('1/1');
  await expect(all.getByTestId(`parts-${call}`).locator('li.done')).toHaveCount(1);
  await expect(all.getByTestId(`ticket-${call}`)).toHaveAttribute('data-status', 'preparing');
  await expect(all.getByTestId(`station-${id('飲料')}`).locator('.num')).toHaveText('0');
  await expect(grill.getByTestId(`ticket-${call}`), 'it stays for the others').toBeVisible();

  await grill.getByTestId(`ticket-next-${call}`).click();
  await expect(grill.getByTestId(`ticket-${call}`)).toHaveCount(0);
  await expect(parts.filter({ hasText: '煎台' })).toContainText('1/1');
  expect(await status(shop, whole), 'the cold station is still at it').toBe('preparing');
  await open(drinks, `${shop.url}/kds?station=${id('冷台')}`);
  await line(drinks, call, 0).click();
  await expect(inLane(all, call)).toBeVisible();
  expect(await status(shop, whole)).toBe('ready');
  await expect(drinks.getByTestId('lane-ready'), 'a station collects nothing').toHaveCount(0);
  await expect(toMake(all)).toHaveText('1');
});

test('identical lines are one, and are bumped and taken back as one', async ({ context }) => {
  const order = await take(shop, [['起司蛋餅'], ['起司蛋餅', 1, '去蔥'], ['起司蛋餅', 2]]);
  const call = order.call_number;
  const kds = await kitchen(context, shop.url);
  const ticket = kds.getByTestId(`ticket-${call}`);
  await expect(ticket.locator('.ticket-lines li')).toHaveCount(2);
  await expect(line(kds, call, 0).locator('.quantity')).toHaveText(/^\s*3\s*$/);
  await expect(line(kds, call, 1).locator('.quantity')).toHaveText(/^\s*1\s*$/);
  await expect(line(kds, call, 1)).toContainText('去蔥');
  await answered(ticket, () => line(kds, call, 0).click());
  await expect(line(kds, call, 0)).toHaveAttribute('aria-pressed', 'true');
  await expect(ticket).toHaveAttribute('data-status', 'preparing');
  await kds.reload();
  await isLive(kds);
  await expect(line(kds, call, 0), 'the server knows of both').toHaveAttribute('aria-pressed', 'true');
  await expect(line(kds, call, 0).locator('.quantity')).toContainText('3');
  await answered(ticket, () => line(kds, call, 0).click());
  await expect(line(kds, call, 0)).toHaveAttribute('aria-pressed', 'false');
  await answered(ticket, () => line(kds, call, 1).click());
  await expect(ticket).toHaveAttribute('data-status', 'preparing');
  await line(kds, call, 0).click();
  await expect(inLane(kds, call)).toBeVisible();
  await expect.poll(() => status(shop, order)).toBe('ready');
});

test('the counts at the side are what is still to be made, by dish and by ingredient', async ({ context }) => {
  const first = await take(shop, [['起司蛋餅', 2], ['中紅茶']]);
  const second = await take(shop, [['起司蛋餅'], ['薯餅', 3]]);
  const kds = await kitchen(context, shop.url);
  await expect(count(kds, 'dishes', '起司蛋餅')).toHaveText('3');
  await expect(count(kds, 'dishes', '薯餅')).toHaveText('3');
  await expect(count(kds, 'components', '雞蛋')).toHaveText(/^3\s+顆$/);
  await expect(count(kds, 'components', '紅茶')).toHaveText(/^350\s+ml$/);
  await answered(kds.getByTestId(`ticket-${first.call_number}`), () => line(kds, first.call_number, 0).click());
  await expect(count(kds, 'dishes', '起司蛋餅')).toHaveText('1');
  await expect(count(kds, 'components', '雞蛋')).toHaveText(/^1\s+顆$/);
  await expect(count(kds, 'components', '紅茶')).toHaveText(/^350\s+ml$/);
  await tapHead(kds, first.call_number);
  await expect(count(kds, 'dishes', '中紅茶')).toHaveCount(0);
  await expect(count(kds, 'components', '紅茶')).toHaveCount(0);
  await move(shop, second, 'cancelled');
  await expect(kds.getByTestId('dishes').locator('.empty')).toContainText('都做完了');
  await expect(kds.getByTestId('components').locator('li'), 'what was called off takes nothing').toHaveCount(0);
});

test('what the counter changes is marked on every screen until one of them has seen it', async ({ context }) => {
  const order = await take(shop, [['起司蛋餅'], ['中紅茶', 2]]);
  const call = order.call_number;
  const [all, other, drinks] = [
    await kitchen(context, shop.url),
    await kitchen(context, shop.url),
    await kitchen(context, shop.url, 'drinks'),
  ];
  await expect(all.getByTestId(`ticket-${call}`)).toBeVisible();
  await expect(all.getByTestId(`notice-${call}`)).toHaveCount(0);
  await amend(shop, order, [['中紅茶', 3], ['薯餅']]);
  await other.reload();
  await isLive(other);
  for (const kds of [all, other, drinks]) {
    const notice = kds.getByTestId(`notice-${call}`);
    await expect(notice.locator('.added')).toContainText('薯餅');
    await expect(notice.locator('.removed del')).toContainText('起司蛋餅');
    await expect(notice.locator('.changed')).toContainText(/2 → 3\s*中紅茶/);
  }
  await expect(line(all, call, 0).locator('.quantity')).toContainText('3');
  await drinks.getByTestId(`notice-seen-${call}`).click();
  for (const kds of [all, other, drinks]) {
    await expect(kds.getByTestId(`notice-${call}`)).toHaveCount(0);
    await expect(kds.getByTestId(`ticket-${call}`)).toHaveAttribute('data-status', 'pending');
  }
  await amend(shop, order, [['中紅茶', 3], ['薯餅', 2]]);
  await expect(all.getByTestId(`notice-${call}`).locator('li'), 'the next change is told from what was seen').toHaveCount(1);
});

test('what the counter calls off stays crossed out on every screen until one of them has seen it', async ({ context }) => {
  const [order, after] = [await take(shop, [['起司蛋餅'], ['中紅茶']]), await take(shop, [['薯餅']])];
  const call = order.call_number;
  const [all, drinks] = [await kitchen(context, shop.url), await kitchen(context, shop.url, 'drinks')];
  await move(shop, order, 'preparing', 'cancelled');
  await all.reload();
  await isLive(all);
  for (const kds of [all, drinks]) {
    const ticket = kds.getByTestId(`ticket-${call}`);
    await expect(ticket).toHaveAttribute('data-status', 'cancelled');
    await expect(kds.getByTestId(`notice-${call}`)).toContainText('已取消');
    await expect(ticket.locator('.what').first()).toHaveCSS('text-decoration-line', 'line-through');
    await expect(line(kds, call, 0)).toBeDisabled();
    await expect(kds.getByTestId(`ticket-more-${call}`)).toHaveCount(0);
  }
  await expect(toMake(all), 'it is not to be made').toHaveText('1');
  await expect(count(all, 'dishes', '起司蛋餅')).toHaveCount(0);
  await all.getByTestId(`ticket-${call}`).locator('.ticket-head').click();
  await expect(all.getByTestId(`ticket-${call}`), 'a tap on its head says nothing').toBeVisible();
  await all.getByTestId(`notice-seen-${call}`).click();
  for (const kds of [all, drinks]) await expect(kds.getByTestId(`ticket-${call}`)).toHaveCount(0);
  expect(await walls(all)).toEqual([after.call_number]);
});

test('what is wanted later waits in its strip and comes among the others by itself', async ({ context }) => {
  const kds = await kitchen(context, shop.url);
  await shop.ask('/api/settings', 'PUT', { lead_minutes: 10 });
  await kds.reload();
  await isLive(kds);
  const due = (seconds: number) => ({ due_at: new Date(Date.now() + seconds * 1000).toISOString() });
  const far = await take(shop, [['中紅茶']], { ...due(3600), customer_name: '陳先生' });
  const soon = await take(shop, [['起司蛋餅']], due(610));
  const now = await take(shop, [['薯餅']]);
  await expect(kds.getByTestId(`later-${far.call_number}`)).toContainText('陳先生');
  await expect(kds.getByTestId(`later-${soon.call_number}`)).toBeVisible();
  await expect.poll(() => walls(kds)).toEqual([now.call_number]);
  await expect(toMake(kds)).toHaveText('1');
  await expect(kds.getByTestId('later').locator('li').first(), 'what is wanted first stands first').toHaveAttribute('data-testid', `later-${soon.call_number}`);
  await expect(kds.getByTestId(`ticket-${soon.call_number}`)).toBeVisible({ timeout: 15_000 });
  await expect(kds.getByTestId(`later-${soon.call_number}`)).toHaveCount(0);
  await expect(kds.getByTestId(`later-${far.call_number}`)).toBeVisible();
  await expect.poll(() => walls(kds), { message: 'it queues up behind' }).toEqual([now.call_number, soon.call_number]);
  await expect(kds.getByTestId(`ticket-${soon.call_number}`).locator('.age .num'), 'its age counts from then').toHaveText(/^0:\d\d$|^0?0:\d\d$/);
});

test('what is left of yesterday is in the tray, not on the wall, and can be finished there', async ({ context }) => {
  // Where the shop stood, it is at least a day earlier than where it moves to.
  await shop.ask('/api/settings', 'PUT', { zone: 'Pacific/Pago_Pago', day_start_hour: 0 });
  const old = await take(shop, [['起司蛋餅']]);
  await shop.ask('/api/settings', 'PUT', { zone: 'Pacific/Kiritimati' });
  const today = await take(shop, [['薯餅']]);
  expect(old.order_number.slice(0, 8) < today.order_number.slice(0, 8)).toBe(true);
  const kds = await kitchen(context, shop.url);
  expect(await walls(kds)).toEqual([today.call_number]);
  await expect(toMake(kds)).toHaveText('1');
  await expect(kds.getByTestId('tray-open')).toContainText('1');
  await kds.getByTestId('tray-open').click();
  const row = kds.getByTestId(`tray-${old.call_number}`);
  await expect(row).toContainText(old.order_number);
  for (const next of ['preparing', 'ready', 'completed']) {
    await row.getByRole('button').first().click();
    await expect.poll(() => status(shop, old)).toBe(next);
  }
  await expect(row).toHaveCount(0);
  await expect(kds.getByTestId('tray-open')).toHaveCount(0);
  await expect(kds.getByTestId('lane-ready').getByTestId(`ticket-${old.call_number}`)).toHaveCount(0);
});

test('a note about an allergy is marked, another one is not', async ({ context }) => {
  const order = await take(shop, [['起司蛋餅', 1, '花生過敏'], ['起司蛋餅', 1, '去蔥'], ['薯餅', 1, 'Gluten allergy']]);
  const kds = await kitchen(context, shop.url);
  const notes = [0, 1, 2].map((n) => line(kds, order.call_number, n).locator('em', { hasText: /過敏|去蔥|allergy/ }));
  await expect(notes[0]!).toHaveText(/⚠ 過敏\s+花生過敏/);
  await expect(notes[0]!).toHaveClass(/allergy/);
  await expect(notes[1]!).not.toHaveClass(/allergy/);
  await expect(notes[1]!).not.toContainText('⚠');
  await expect(notes[2]!).toContainText('⚠');
});

test('what a cook reads is 12 mm high on a 24-inch panel', async ({ context }) => {
  const order = await take(shop, [['拿鐵', 2, '少冰'], ['起司蛋餅', 1, '花生過敏']]);
  const kds = await kitchen(context, shop.url);
  const ticket = kds.getByTestId(`ticket-${order.call_number}`);
  await expect(ticket.locator('em').first()).toContainText('熱');
  const sizes = await ticket.locator('.call, .quantity, .dish, .line em, .line em b').evaluateAll((all) =>
    all.map((element) => [element.textContent, parseFloat(getComputedStyle(element).fontSize)] as const),
  );
  expect(sizes.length).toBeGreaterThanOrEqual(8);
  expect(sizes.filter(([, size]) => size < TWELVE_MM)).toEqual([]);
});

for (const locale of ['zh-TW', 'en']) {
  test(`what does not fit is on further pages, each ticket whole on one of them, in ${locale}`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: PANEL, locale });
    const wide: Line[] = [['雞腿鐵板麵', 2], ['饅頭起司蛋', 1, '切半'], ['大冰奶', 3, '少冰、半糖'], ['熱狗蛋沙拉']];
    const taken: Taken[] = [];
    for (let n = 0; n < 12; n++) taken.push(await take(shop, wide.slice(n % 3), { auto_pay: n % 2 === 0 }));
    const calls = taken.map((order) => order.call_number);
    const kds = await kitchen(context, shop.url);
    await expect(toMake(kds)).toHaveText('12');
    const first = await onPage(kds);
    expect(first.length).toBeLessThan(12);
    expect(calls.slice(0, first.length)).toEqual(first);
    await expect(kds.getByTestId('hidden')).toContainText(String(12 - first.length));
    await expect(kds.getByTestId('page-previous')).toBeDisabled();
    expect(await walls(kds), 'each on one page, in their order').toEqual(calls);

    const cut: string[] = [];
    const next = kds.getByTestId('page-next');
    for (;;) {
      cut.push(...(await kds.getByTestId('tickets').evaluate((wall) => {
        const room = wall.getBoundingClientRect();
        return [...wall.querySelectorAll('.ticket')]
          .map((ticket) => ({ place: ticket.getBoundingClientRect(), text: ticket.textContent!.slice(0, 60) }))
          .filter(({ place }) => place.bottom > room.bottom + 1 || place.right > room.right + 1)
          .map(({ place, text }) => `${place.right}, ${place.bottom} in ${room.right}, ${room.bottom}: ${text}`);
      })));
      if (!(await next.isEnabled())) break;
      await next.click();
    }
    const last = await onPage(kds);
    await expect(kds.getByTestId('hidden')).toContainText(String(12 - last.length));
    // The pages close up when something before them goes.
    await move(shop, taken[0]!, 'preparing', 'ready');
    await expect.poll(() => walls(kds)).toEqual(calls.slice(1));
    expect(cut, 'no ticket is cut off at the foot of its column').toEqual([]);
    await context.close();
  });
}
