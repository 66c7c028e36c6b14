import { expect, test } from '@playwright/test';
import { Shop } from './support/server';

test('the API can be read and tried with a token, and nothing on the page is against its policy', async ({ page }) => {
  const shop = await Shop.start({ env: { AUTH_DISABLED: 'false' } });
  try {
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    const credentials = { username: 'owner1', password: 'owner1234' };
    const signedIn = await page.request.post(`${shop.url}/api/auth/login`, { data: credentials });
    const { access_token: token } = await signedIn.json();

    await page.goto(`${shop.url}/docs`);
    await page.locator('.auth-wrapper .authorize').click();
    await page.locator('.auth-container input').fill(token);
    await page.locator('.auth-btn-wrapper .authorize').click();
    await page.locator('.btn-done').click();

    const operation = page.locator('#operations-menu-get_menu_items');
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('.try-out__btn').click();
    await operation.locator('.execute').click();
    const answer = operation.locator('.live-responses-table tbody .response-col_status');
    await expect(answer.first()).toContainText('200');
    expect(problems).toEqual([]);
  } finally {
    await shop.stop();
  }
});
