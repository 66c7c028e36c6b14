import { type BrowserContext, expect, type Page } from '@playwright/test';

/** Opens a page and waits until a tap does something. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.locator('body[data-hydrated]')).toBeAttached();
}

/**
 * Collects what the console and the page complain of. A lost connection is no complaint: tests cut them; nor is a
 * refusal, which the browser notes as well.
 */
export function complaints(page: Page): string[] {
  const found: string[] = [];
  const isExpected = (text: string) => /WebSocket|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|Failed to fetch|status of 4\d\d/.test(text);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isExpected(message.text())) found.push(message.text());
  });
  page.on('pageerror', (error) => found.push(String(error)));
  return found;
}

/** Signs in by the page. */
export async function signIn(page: Page, url: string, name: string): Promise<void> {
  await open(page, `${url}/login`);
  await page.getByTestId('login-username').fill(name);
  await page.getByTestId('login-password').fill(`${name}234`);
  await page.getByTestId('login-submit').click();
  await page.waitForURL((to) => to.pathname !== '/login');
  await expect(page.locator('body[data-hydrated]')).toBeAttached();
}

/** The counter, ready and connected. */
export async function counter(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await open(page, `${url}/pos`);
  await isLive(page);
  return page;
}

/** The kitchen's wall, ready and connected. */
export async function kitchen(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await open(page, `${url}/kds`);
  await isLive(page);
  return page;
}

/** Waits until the screen is connected. */
export async function isLive(page: Page, timeout = 20_000): Promise<void> {
  await expect(page.getByTestId('live').first()).toHaveAttribute('data-state', 'live', { timeout });
}

/** Takes exact cash for the order in hand: the sheet opens, and one tap completes it. */
export async function payExact(page: Page): Promise<void> {
  await page.getByTestId('pay').click();
  await page.getByTestId('quick-exact').click();
}

/** Taps the first tiles and pays; the number that is called. */
export async function order(page: Page, taps = 1): Promise<string> {
  for (let tap = 0; tap < taps; tap++) await page.locator('[data-testid^="tile-"]:not([disabled])').nth(tap).click();
  await payExact(page);
  const call = page.getByTestId('sent-call');
  await expect(call).toBeVisible();
  const number = /\d{3,}/.exec(await call.innerText())?.[0] ?? '';
  expect(number).not.toBe('');
  await page.keyboard.press('Escape');
  return number;
}
