import { expect, type Locator, type Page, test } from '@playwright/test';
import { violations } from './support/looks';
import { Shop } from './support/server';
import { isLive, open, signIn } from './support/screens';

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start({ env: { AUTH_DISABLED: 'false' } });
});
test.afterAll(async () => {
  await shop.stop();
});

/** A tile that can be tapped: not the first, of which there may be too little. */
function tile(page: Page): Locator {
  return page.locator('[data-testid^="tile-"]:not([disabled]):not([aria-disabled="true"])').nth(1);
}

/** Taps a PIN on the big keys. */
async function tap(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByTestId(`key-${digit}`).click();
}

test('the owner pairs a tablet, people come in by PIN, and the counter changes hands with its order', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-TW' });
  const page = await context.newPage();
  await page.clock.install();
  await signIn(page, shop.url, 'owner1');
  await open(page, `${shop.url}/setup`);
  await expect(page.getByTestId('setup-address')).toHaveText(shop.url);
  await page.getByTestId('pair-name').fill('櫃台 1');
  await page.getByTestId('pair').click();
  await expect(page.getByTestId('setup-own')).toContainText('櫃台 1');
  await expect(page.locator('body[data-hydrated]')).toBeAttached();
  expect(await violations(page), 'setup').toEqual([]);
  await page.getByTestId('pin-staff1').fill('1234');
  await page.getByTestId('pin-save-staff1').click();
  await expect(page.getByTestId('pin-error').filter({ hasText: 'PIN' })).toBeVisible();
  await page.getByTestId('sign-out').first().click();
  await page.waitForURL(/\/login/);
  await expect(page.locator('body[data-hydrated]')).toBeAttached();

  await page.getByTestId('face-staff1').click();
  expect(await violations(page), 'login').toEqual([]);
  await tap(page, '2581');
  await page.getByTestId('prove-submit').click();
  await expect(page.getByTestId('prove-error')).toContainText('9');
  await tap(page, '2580');
  await page.getByTestId('prove-submit').click();
  await page.waitForURL((to) => to.pathname === '/pos');
  await expect(page.locator('body[data-hydrated]')).toBeAttached();
  await isLive(page);

  await tile(page).click();
  const lines = page.locator('[data-testid^="cart-line-"]');
  await expect(lines).toHaveCount(1);
  await page.clock.fastForward('05:02');
  const cover = page.getByTestId('lock');
  await expect(cover).toBeVisible();
  expect(await violations(page), 'lock').toEqual([]);
  await page.keyboard.press('Escape');
  await expect(cover).toBeVisible();
  await page.reload();
  await expect(page.locator('body[data-hydrated]')).toBeAttached();
  await expect(cover, 'a reload lifts no lock').toBeVisible();
  await page.getByTestId('lock').getByTestId('face-staff1').click();
  await page.keyboard.type('2580');
  await page.keyboard.press('Enter');
  await expect(cover).toBeHidden();

  await tile(page).click();
  await expect(lines).not.toHaveCount(0);
  const held = await lines.count();
  await page.getByTestId('switch').click();
  await page.getByTestId('lang-switch').first().evaluate((button: HTMLElement) => button.click());
  await expect(page.locator('#lock-heading')).toHaveText('Who takes over?');
  expect(await violations(page), 'switch in English').toEqual([]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/lock.png` });
  await page.getByTestId('lock').getByTestId('face-manager1').click();
  await page.keyboard.type('1470');
  await page.keyboard.press('Enter');
  await expect(cover).toBeHidden();
  await expect(page.getByTestId('user-name')).toHaveText('manager1');
  await page.getByTestId('lang-switch').first().click();
  await expect(lines, 'the order in hand stays').toHaveCount(held);
  await isLive(page);
  await context.close();
});
