import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';

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

/** The kitchen's wall, ready and connected; of one station where its name or id is given. */
export async function kitchen(context: BrowserContext, url: string, station?: string): Promise<Page> {
  const page = await context.newPage();
  await open(page, `${url}/kds${station ? `?station=${station}` : ''}`);
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

/** How many tickets the whole kitchen has to make, on whatever page they are. */
export function toMake(kds: Page): Locator {
  return kds.getByTestId('station-all').locator('.num');
}

/** Turns back to the first page of a wall. */
export async function firstPage(kds: Page): Promise<void> {
  const previous = kds.getByTestId('page-previous');
  while ((await previous.count()) && (await previous.isEnabled())) await previous.click();
}

/** The call numbers on the page of a wall that is shown, in their order. */
export async function onPage(kds: Page): Promise<string[]> {
  const tickets = kds.getByTestId('tickets').locator('[data-testid^="ticket-"][data-status]');
  return tickets.evaluateAll((all) => all.map((ticket) => ticket.getAttribute('data-testid')!.replace('ticket-', '')));
}

/** The call numbers on all pages of a wall, in their order; it shows the first page afterwards. */
export async function walls(kds: Page): Promise<string[]> {
  await firstPage(kds);
  const calls = await onPage(kds);
  const next = kds.getByTestId('page-next');
  while ((await next.count()) && (await next.isEnabled())) {
    await next.click();
    calls.push(...(await onPage(kds)));
  }
  await firstPage(kds);
  return calls;
}

/** Turns the pages of a wall until a ticket is on the one that is shown, or among those to be collected. */
export async function showTicket(kds: Page, call: string): Promise<Locator> {
  const ticket = kds.getByTestId(`ticket-${call}`);
  const next = kds.getByTestId('page-next');
  await expect(async () => {
    if (await ticket.count()) return;
    if ((await next.count()) && (await next.isEnabled())) await next.click();
    else await firstPage(kds);
    await expect(ticket).toHaveCount(1, { timeout: 300 });
  }).toPass({ timeout: 20_000, intervals: [50] });
  return ticket;
}

/** Calls an order off in the kitchen: its sheet, and why. */
export async function callOff(kds: Page, call: string, reason = 'reason-out'): Promise<void> {
  await showTicket(kds, call);
  await kds.getByTestId(`ticket-more-${call}`).click();
  await kds.getByTestId('ticket-sheet').getByTestId('sheet-call-off').click();
  await kds.getByTestId(reason).click();
  await expect(kds.getByTestId('ticket-sheet')).toBeHidden();
}
