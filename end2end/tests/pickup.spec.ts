import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { isTooWide, look } from './support/looks';
import { complaints, isLive, open } from './support/screens';
import { Shop } from './support/server';

/** A 43-inch panel shows 1920 px over 952 mm: digits of 35 mm are 71 px high. */
const PANEL = { width: 1920, height: 1080 };
const DIGIT_PX = (35 * 1920) / 952;

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
  await set({ shortage_blocks_sale: false });
});
test.afterAll(async () => {
  await shop.stop();
});

type Order = { id: number; call_number: string };

async function set(settings: object): Promise<void> {
  await shop.ask('/api/settings', 'PUT', settings);
}

async function move(order: Order, ...statuses: string[]): Promise<void> {
  for (const status of statuses) await shop.ask(`/api/orders/${order.id}/status`, 'POST', { status });
}

/** An order that came so far. */
async function made(...statuses: string[]): Promise<Order> {
  const body = { customer_name: '王小明', customer_phone: '0912345678', items: [{ menu_item_id: 37, quantity: 1 }] };
  const order = await shop.ask<Order>('/api/orders', 'POST', body);
  await move(order, ...statuses);
  return order;
}

/** Nothing is being made or ready any more. */
async function cleared(): Promise<void> {
  const live = await shop.ask<(Order & { status: string })[]>('/api/orders?limit=500');
  for (const order of live) {
    if (order.status === 'pending') await move(order, 'cancelled');
    if (order.status === 'preparing') await move(order, 'ready', 'completed');
    if (order.status === 'ready') await move(order, 'completed');
  }
}

async function board(browser: Browser, query = '', locale = 'zh-TW'): Promise<{ context: BrowserContext; page: Page; heard: string[] }> {
  const context = await browser.newContext({ viewport: PANEL, locale });
  const page = await context.newPage();
  const heard = complaints(page);
  await open(page, `${shop.url}/pickup${query}`);
  await isLive(page);
  return { context, page, heard };
}

test('below twenty orders the board makes no promise', async ({ browser }) => {
  for (let n = 0; n < 3; n++) await made('preparing', 'ready');
  const { context, page } = await board(browser);
  await expect(page.locator('.ready li').first()).toBeVisible();
  await expect(page.getByTestId('pickup-wait')).toHaveCount(0);
  await context.close();
  await cleared();
});

test('numbers and nothing else, as high as is read from the door, the newest above all', async ({ browser }) => {
  const cooking = await made('preparing');
  const older = await made('preparing', 'ready');
  const newer = await made('preparing', 'ready');
  const { context, page, heard } = await board(browser);
  const answered = await page.request.get(`${shop.url}/pickup`);
  for (const text of [await page.content(), await answered.text()]) {
    expect(text).not.toContain('王小明');
    expect(text).not.toContain('0912345678');
  }
  expect(await page.locator('body').innerText()).not.toMatch(/\$|NT/);

  const digits = (id: string) =>
    page.getByTestId(id).evaluate((element) => {
      const style = getComputedStyle(element);
      const pen = document.createElement('canvas').getContext('2d')!;
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      return { type: parseFloat(style.fontSize), digit: pen.measureText('0').actualBoundingBoxAscent };
    });
  const sizes = await Promise.all([`cooking-${cooking.call_number}`, `ready-${older.call_number}`, `ready-${newer.call_number}`].map(digits));
  console.log(`      digits at 1920×1080: ${sizes.map(({ digit }) => digit.toFixed(0)).join(', ')} px`);
  for (const { type, digit } of sizes) {
    expect(type).toBeGreaterThanOrEqual(100);
    expect(digit).toBeGreaterThanOrEqual(DIGIT_PX);
  }
  expect(sizes[2]!.type).toBeGreaterThan(1.5 * sizes[1]!.type);
  await expect(page.locator('.newest li')).toHaveAttribute('data-testid', `ready-${newer.call_number}`);

  // What becomes ready now takes its place.
  await move(cooking, 'ready');
  await expect(page.locator('.newest li')).toHaveAttribute('data-testid', `ready-${cooking.call_number}`);
  await expect(page.getByTestId(`ready-${newer.call_number}`)).toBeVisible();
  await expect(page.getByTestId(`cooking-${cooking.call_number}`)).toHaveCount(0);
  expect(heard).toEqual([]);
  await context.close();
  await cleared();
});

test('the address says how it looks, in the first answer already', async ({ browser }) => {
  await made('preparing');
  await made('preparing', 'ready');
  const query = '?kiosk&theme=light&lang=en&size=150';
  const plain = await browser.newContext({ viewport: PANEL, locale: 'zh-TW', javaScriptEnabled: false });
  const served = await plain.newPage();
  await served.goto(`${shop.url}/pickup${query}`);
  const root = served.locator('.pickup');
  await expect(root).toHaveAttribute('data-theme', 'light');
  await expect(root).toHaveAttribute('data-size', '150');
  await expect(root).toHaveAttribute('lang', 'en');
  await expect(served.getByRole('heading', { name: 'Please collect' })).toBeVisible();
  await plain.close();

  const usual = await board(browser);
  const type = (page: Page) => page.locator('.cooking li').first().evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  const at100 = await type(usual.page);
  await expect(usual.page.locator('.pickup')).toHaveAttribute('data-theme', 'dark');
  await expect(usual.page.getByTestId('lang-switch')).toBeVisible();
  await usual.context.close();

  const { context, page } = await board(browser, query);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { name: 'Please collect' })).toBeVisible();
  expect((await type(page)) / at100).toBeCloseTo(1.5, 1);
  await expect(page.getByTestId('lang-switch')).toHaveCount(0);
  await expect(page.locator('.pickup a:visible')).toHaveCount(0);
  // The visitor's own choice is left alone.
  expect((await context.cookies()).filter((cookie) => cookie.name === 'i18n_pref_locale' && cookie.value === 'en')).toEqual([]);
  await context.close();

  await set({ wall_theme: 'contrast', wall_language: 'en', wall_size_percent: 125 });
  const bySettings = await board(browser);
  await expect(bySettings.page.locator('.pickup')).toHaveAttribute('data-theme', 'contrast');
  await expect(bySettings.page.locator('.pickup')).toHaveAttribute('data-size', '125');
  await expect(bySettings.page.getByRole('heading', { name: 'Please collect' })).toBeVisible();
  await bySettings.context.close();
  await set({ wall_theme: 'dark', wall_language: 'none', wall_size_percent: 100 });
  await cleared();
});

for (const theme of ['dark', 'light', 'contrast']) {
  test(`accessible and 7:1 in ${theme}`, async ({ browser }) => {
    for (let n = 0; n < 2; n++) {
      await made('preparing');
      await made('preparing', 'ready');
    }
    const { context, page, heard } = await board(browser, `?theme=${theme}`);
    const { violations, contrast } = await look(page);
    expect(violations).toEqual([]);
    expect(contrast).toBeGreaterThanOrEqual(7);
    expect(await isTooWide(page)).toBe(false);
    await page.screenshot({ path: `test-results/screens/pickup-${theme}.png` });
    expect(heard).toEqual([]);
    await context.close();
    await cleared();
  });
}

test('one live region says what is ready, at most once in five seconds, and joins what came meanwhile', async ({ browser }) => {
  const orders = [await made('preparing'), await made('preparing'), await made('preparing')];
  const { context, page } = await board(browser, '', 'en');
  await expect(page.locator('[aria-live]')).toHaveCount(0);
  await page.evaluate(() => {
    const said: { text: string; at: number }[] = [];
    Object.assign(window, { said });
    const region = document.querySelector('[data-testid="announcement"]')!;
    new MutationObserver(() => said.push({ text: region.textContent!.trim(), at: performance.now() })).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  for (const order of orders) await move(order, 'ready');
  const region = page.getByTestId('announcement');
  await expect(region).toContainText(orders[2]!.call_number, { timeout: 12_000 });
  const said = await page.evaluate(() => (window as unknown as { said: { text: string; at: number }[] }).said);
  // An announcement may be written in more than one step.
  const times = said.filter(({ text }, index) => text !== '' && text !== said[index - 1]?.text);
  expect(times).toHaveLength(2);
  expect(times[1]!.at - times[0]!.at).toBeGreaterThan(4_500);
  const all = times.map(({ text }) => text).join(' ');
  for (const order of orders) expect(all.split(order.call_number)).toHaveLength(2);
  await context.close();
  await cleared();
});

test('it chimes once it was touched, speaks where that is set, and keeps silent in quiet hours', async ({ browser }) => {
  const hour = (new Date().getUTCHours() + 8) % 24;
  await set({ pickup_speak: true });
  const listening = async () => {
    const context = await browser.newContext({ viewport: PANEL, locale: 'en' });
    await context.addInitScript(() => {
      const heard = { tones: 0, words: [] as string[] };
      Object.assign(window, { heard });
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (when) {
        heard.tones += 1;
        start.call(this, when);
      };
      window.speechSynthesis.speak = (utterance) => void heard.words.push(`${utterance.lang} ${utterance.text}`);
    });
    const page = await context.newPage();
    await open(page, `${shop.url}/pickup`);
    await isLive(page);
    return { context, page };
  };
  const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: { tones: number; words: string[] } }).heard);

  const { context, page } = await listening();
  const sound = page.getByTestId('sound');
  await expect(sound).toHaveAttribute('data-state', 'off');
  const first = await made('preparing', 'ready');
  await expect(page.getByTestId(`ready-${first.call_number}`)).toBeVisible();
  expect(await heard(page)).toEqual({ tones: 0, words: [] });
  await sound.getByRole('button').click();
  await expect(sound).toHaveAttribute('data-state', 'on');
  const second = await made('preparing', 'ready');
  await expect(page.getByTestId(`ready-${second.call_number}`)).toBeVisible();
  const number = Number(second.call_number);
  const once = [`zh-TW ${number} 號，餐點好了`, `en Number ${number} is ready`];
  await expect.poll(() => heard(page)).toEqual({ tones: 2, words: [...once, ...once] });
  await context.close();

  await set({ quiet_from: hour, quiet_to: (hour + 2) % 24 });
  const quiet = await listening();
  await expect(quiet.page.getByTestId('sound')).toHaveAttribute('data-state', 'quiet');
  await quiet.page.mouse.click(600, 600);
  const third = await made('preparing', 'ready');
  await expect(quiet.page.getByTestId(`ready-${third.call_number}`)).toBeVisible();
  expect(await heard(quiet.page)).toEqual({ tones: 0, words: [] });
  await quiet.context.close();
  await set({ pickup_speak: false, quiet_from: 0, quiet_to: 0 });
  await cleared();
});

test('a ready number leaves after the minutes that are set', async ({ browser }) => {
  await set({ pickup_minutes: 1 });
  const order = await made('preparing', 'ready');
  const context = await browser.newContext({ viewport: PANEL });
  const page = await context.newPage();
  // Without a connection nobody corrects the clock that is put forward here.
  await page.routeWebSocket(/./, (socket) => void socket.close());
  await page.clock.install();
  await open(page, `${shop.url}/pickup`);
  await expect(page.getByTestId(`ready-${order.call_number}`)).toBeVisible();
  await page.clock.fastForward(61_000);
  await expect(page.getByTestId(`ready-${order.call_number}`)).toHaveCount(0);
  await context.close();
  await set({ pickup_minutes: 20 });
  await cleared();
});

test('what does not fit comes on pages that turn, and from twenty orders on it says how long it takes', async ({ browser }) => {
  const cooking: Order[] = [];
  for (let n = 0; n < 7; n++) cooking.push(await made('preparing'));
  let newest = cooking[0]!;
  for (let n = 0; n < 20; n++) newest = await made('preparing', 'ready');
  const context = await browser.newContext({ viewport: PANEL, locale: 'en' });
  const page = await context.newPage();
  await page.clock.install();
  await open(page, `${shop.url}/pickup?size=200`);
  await expect(page.getByTestId('pickup-wait')).toContainText(/About \d+ min from now/);
  const pages = page.getByTestId('cooking-pages');
  await expect(pages).toContainText(/^\d\/[2-9]/);
  const count = Number(/\/(\d)/.exec(await pages.innerText())![1]);
  const seen = new Set<string>();
  for (let turn = 0; turn < count; turn++) {
    for (const id of await page.locator('.cooking li').evaluateAll((all) => all.map((one) => one.getAttribute('data-testid')!))) seen.add(id);
    await expect(page.locator('.newest li')).toHaveAttribute('data-testid', `ready-${newest.call_number}`);
    const shown = await pages.innerText();
    await page.clock.fastForward(8_000);
    await expect(pages).not.toHaveText(shown);
  }
  expect([...seen].sort()).toEqual(cooking.map((order) => `cooking-${order.call_number}`).sort());
  await context.close();
  await cleared();
});
