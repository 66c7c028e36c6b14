import { expect, type Page, test } from '@playwright/test';
import { isTooWide, tooSmall, violations } from './support/looks';
import { Shop } from './support/server';
import { complaints, kitchen, open, signIn } from './support/screens';

type Section = { id: number; name: string; name_en: string | null; position: number; station_id?: number };
type Item = { id: number; name: string; station_id: number | null };

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
});
test.afterAll(async () => {
  await shop.stop();
});

/** The kitchen's setup, ready. */
async function setup(page: Page): Promise<void> {
  await open(page, `${shop.url}/setup/kitchen`);
}

/** The category of that name. */
async function category(name: string): Promise<Section> {
  const all = await shop.ask<Section[]>('/api/menu/categories');
  return all.find((one) => one.name === name)!;
}

test('a station is added, renamed and moved, and a category and an item are given to it', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-TW' });
  const page = await context.newPage();
  const heard = complaints(page);
  await open(page, shop.url);
  await page.getByTestId('door-setup-kitchen').click();
  await expect(page.locator('body[data-hydrated]')).toBeAttached();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('廚房設定');

  // A name that is taken, or none, keeps what was typed.
  await page.getByTestId('station-new-name_en').fill('Fryer');
  await page.getByTestId('station-add').click();
  await expect(page.getByTestId('station-new').locator('.field-fault').first()).not.toBeEmpty();
  await page.getByTestId('station-new-name').fill('煎台');
  await page.getByTestId('station-add').click();
  await expect(page.getByTestId('station-new-said').locator('.form-error')).toBeVisible();
  await expect(page.getByTestId('station-new-name_en')).toHaveValue('Fryer');
  await page.getByTestId('station-new-name').fill('炸台');
  await page.getByTestId('station-add').click();
  await expect(page.getByTestId('station-new-name')).toHaveValue('');

  const stations = () => shop.ask<Section[]>('/api/menu/stations');
  await expect.poll(async () => (await stations()).map((station) => station.name)).toEqual(['煎台', '飲料', '冷台', '炸台']);
  const fryer = (await stations())[3];
  expect(fryer.name_en).toBe('Fryer');
  await page.getByTestId(`station-${fryer.id}-name`).fill('油炸台');
  await page.getByTestId(`station-save-${fryer.id}`).click();
  await expect(page.getByTestId(`station-said-${fryer.id}`)).toContainText('已儲存');
  await page.getByTestId(`station-up-${fryer.id}`).click();
  await expect.poll(async () => (await stations()).map((station) => station.name)).toEqual(['煎台', '飲料', '油炸台', '冷台']);

  // The new station can be chosen at once; what an item inherits follows what is picked for its category.
  const snacks = await category('點心');
  const egg = (await shop.items()).get('荷包蛋')!;
  const grill = (await stations())[0];
  await page.getByTestId(`route-category-${snacks.id}`).selectOption({ label: '油炸台' });
  await page.getByTestId(`routes-of-${snacks.id}`).click();
  const own = page.getByTestId(`route-item-${egg}`);
  await expect(own.locator('option').first()).toHaveText('依分類：油炸台');
  await page.getByTestId('routes-search').fill('荷包');
  await expect(own).toHaveCount(1);
  await own.selectOption({ label: '煎台' });
  await expect(page.getByTestId('routes-unsaved')).toContainText('2');
  await page.getByTestId('routes-save').click();
  await expect(page.getByTestId('routes-said')).toContainText('已儲存');
  await expect(page.getByTestId('routes-unsaved')).toBeEmpty();
  expect((await category('點心')).station_id).toBe(fryer.id);

  await page.reload();
  await expect(page.locator('body[data-hydrated]')).toBeAttached();
  await expect(page.getByTestId(`station-${fryer.id}-name`)).toHaveValue('油炸台');
  await expect(page.getByTestId(`route-category-${snacks.id}`)).toHaveValue(String(fryer.id));
  await page.getByTestId(`routes-of-${snacks.id}`).click();
  await expect(own).toHaveValue(String(grill.id));
  await own.selectOption('');
  await page.getByTestId('routes-save').click();
  await expect(page.getByTestId('routes-said')).toContainText('已儲存');
  const items = await shop.ask<Item[]>('/api/menu/items');
  expect(items.find((item) => item.id === egg)!.station_id).toBeNull();
  await page.getByTestId('routes-search').fill('沒有這個');
  await expect(page.getByTestId('routes')).toContainText('找不到「沒有這個」');
  expect(heard).toEqual([]);
  await context.close();
});

test('age limits are saved, and refused below 1 with nothing lost', async ({ page }) => {
  await setup(page);
  const warn = page.getByTestId('age_limits.ready.warn');
  const fault = page.getByTestId('fault-age_limits.ready.warn');
  await warn.fill('0');
  await page.getByTestId('lead_minutes').fill('20');
  await page.getByTestId('times-save').click();
  await expect(fault).toContainText('1');
  await expect(warn).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByTestId('lead_minutes')).toHaveValue('20');
  expect(await violations(page), 'refused').toEqual([]);
  await warn.fill('五');
  await page.getByTestId('times-save').click();
  await expect(fault).not.toBeEmpty();
  await expect(warn).toHaveValue('五');
  await warn.fill('4');
  await page.getByTestId('times-save').click();
  await expect(page.getByTestId('times-said').locator('.chip')).toBeVisible();
  await expect(fault).toBeEmpty();
  const settings = await shop.ask<{ age_limits: { ready: object }; lead_minutes: number }>('/api/settings');
  expect(settings.age_limits.ready).toEqual({ warn: 4, late: 10 });
  expect(settings.lead_minutes).toBe(20);
  await page.reload();
  await expect(warn).toHaveValue('4');
});

test('the wall is set: look, times, and keys that are pressed', async ({ page }) => {
  await setup(page);
  await page.getByTestId('wall_theme').selectOption('contrast');
  await page.getByTestId('pickup_minutes').fill('30');
  await page.getByTestId('pickup_speak').check();
  const bump = page.getByTestId('kitchen_keys.bump');
  await bump.press('9');
  await page.getByTestId('times-save').click();
  await expect(page.getByTestId('fault-kitchen_keys.bump')).not.toBeEmpty();
  await expect(page.getByTestId('pickup_minutes')).toHaveValue('30');
  await bump.press('B');
  // The space key presses the button that has the focus.
  await bump.press('Space');
  await expect(bump).toHaveValue('b');
  await page.getByTestId('times-save').click();
  await expect(page.getByTestId('times-said').locator('.chip')).toBeVisible();
  const settings = await shop.ask<Record<string, unknown>>('/api/settings');
  expect(settings).toMatchObject({ wall_theme: 'contrast', pickup_minutes: 30, pickup_speak: true, kitchen_keys: { bump: 'b' } });
  await page.reload();
  await expect(bump).toHaveValue('b');
  await expect(page.getByTestId('wall_theme')).toHaveValue('contrast');
  await expect(page.getByTestId('pickup_speak')).toBeChecked();
});

test('a kitchen screen shows up on the first page and in the setup by itself', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-TW' });
  const [home, office] = [await context.newPage(), await context.newPage()];
  await open(home, shop.url);
  await setup(office);
  const wall = await kitchen(context, shop.url);
  for (const page of [home, office]) {
    // Only a page that is looked at asks.
    await page.bringToFront();
    await expect(page.getByTestId('displays').locator('li .chip.ready')).not.toHaveCount(0, { timeout: 15_000 });
    await expect(page.getByTestId('displays')).toContainText('最後連線');
  }
  await wall.close();
  for (const page of [home, office]) {
    await page.bringToFront();
    await expect(page.getByTestId('displays').locator('li .chip.late')).not.toHaveCount(0, { timeout: 25_000 });
  }
  await context.close();
});

test('both languages, large and small, without anything that axe finds', async ({ browser }, info) => {
  for (const [locale, title] of [['zh-TW', '廚房設定'], ['en', 'Kitchen setup']]) {
    for (const width of [390, 1280]) {
      const context = await browser.newContext({ locale, viewport: { width, height: 800 } });
      const page = await context.newPage();
      await setup(page);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      await page.locator('.route-fold summary').first().click();
      expect(await violations(page), `${locale} ${width}`).toEqual([]);
      expect(await tooSmall(page), `${locale} ${width}`).toEqual([]);
      expect(await isTooWide(page), `${locale} ${width}`).toBe(false);
      await page.screenshot({ path: info.outputPath(`setup-${locale}-${width}.png`), fullPage: true });
      await context.close();
    }
  }
});

test('who works at the counter or in the kitchen is refused, and a manager cannot change the settings', async ({ browser }) => {
  const signed = await Shop.start({ env: { AUTH_DISABLED: 'false' } });
  try {
    for (const name of ['staff1', 'kitchen1']) {
      const context = await browser.newContext({ locale: 'zh-TW' });
      const page = await context.newPage();
      await signIn(page, signed.url, name);
      await open(page, `${signed.url}/setup/kitchen`);
      await expect(page.getByRole('alert')).toBeVisible();
      await expect(page.getByTestId('stations')).toHaveCount(0);
      await open(page, signed.url);
      await expect(page.getByTestId('door-setup-kitchen')).toHaveCount(0);
      await context.close();
    }
    const context = await browser.newContext({ locale: 'zh-TW' });
    const page = await context.newPage();
    await signIn(page, signed.url, 'manager1');
    await page.getByTestId('door-setup-kitchen').click();
    await expect(page.getByTestId('stations')).toBeVisible();
    await expect(page.getByTestId('lead_minutes')).toBeDisabled();
    await expect(page.getByTestId('times-save')).toHaveCount(0);
    await context.close();
  } finally {
    await signed.stop();
  }
});
