import { expect, test } from '@playwright/test';
import { Shop } from './support/server';

test('a release starts from another folder with an empty environment and loads the WASM', async ({ page }) => {
  // Neither migrated nor seeded by hand: `serve` alone must do, as after unpacking a release.
  const shop = await Shop.start({ env: {}, seed: false });
  try {
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    const wasm = page.waitForResponse((response) => new URL(response.url()).pathname.endsWith('.wasm'));

    const opened = await page.goto(`${shop.url}/login`);
    expect(opened?.status()).toBe(200);
    expect((await wasm).status()).toBe(200);
    await page.locator('body[data-hydrated]').waitFor({ state: 'attached' });
    expect(problems).toEqual([]);
    await page.close();

    expect(await shop.stop()).toEqual({ code: 0, signal: null });
  } finally {
    await shop.stop();
  }
});
