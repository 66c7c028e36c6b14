import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { Cable, LONG, SCREEN, fillStock, isAt, moveOn, orderFive, type Placed, sleep } from './support/frames';
import { complaints, isLive, open } from './support/screens';
import { Shop } from './support/server';

test.use({ trace: 'off' });

/** How long the shop may be silent, or an event be missing, until the wall says so or has it. */
const WITHIN_MS = 10_000;
/** What a loaded machine may add to that. */
const SLACK_MS = 500;

let shop: Shop;
test.beforeEach(async () => {
  shop = await Shop.start();
  await fillStock(shop);
});
test.afterEach(async () => {
  await shop.stop();
});

/** A wall behind a cable. */
async function wall(context: BrowserContext, of: Shop): Promise<{ page: Page; cable: Cable }> {
  const page = await context.newPage();
  const cable = await Cable.of(page);
  await open(page, `${of.url}/kds`);
  await isLive(page);
  return { page, cable };
}

/** The tickets of all pages, in their order. */
async function tickets(page: Page): Promise<{ call: string; status: string }[]> {
  const [previous, next] = [page.getByTestId('page-previous'), page.getByTestId('page-next')];
  const has = async (button: typeof next) => (await button.count()) > 0 && (await button.isEnabled());
  while (await has(previous)) await previous.click();
  const found: { call: string; status: string }[] = [];
  for (;;) {
    found.push(
      ...(await page.locator('article.ticket').evaluateAll((all) =>
        all.map((one) => ({ call: (one as HTMLElement).dataset.testid!.slice('ticket-'.length), status: (one as HTMLElement).dataset.status! })),
      )),
    );
    if (!(await has(next))) return found;
    await next.click();
  }
}

test('a display that is cut off again and again has every ticket once, in order', async ({ browser }) => {
  const [cuts, count] = LONG ? [200, 500] : [10, 40];
  test.setTimeout(60_000 + cuts * 6_000);
  const context = await browser.newContext(SCREEN);
  const { page, cable } = await wall(context, shop);
  const heard = complaints(page);
  const wanted: { call: string; status: string }[] = [];
  const waits: number[] = [];
  let [placed, stale] = [0, 0];

  /** The orders of one cut, the first of them just as it comes: some are begun, some are over and gone at once. */
  const take = async (due: number) => {
    for (; placed < due; placed++) {
      const order = await orderFive(shop, placed);
      if (placed % 5 === 4) {
        await moveOn(shop, order, 'preparing', 'ready', 'completed');
      } else {
        const isBegun = placed % 5 === 2;
        if (isBegun) await moveOn(shop, order, 'preparing');
        wanted.push({ call: order.call_number, status: isBegun ? 'preparing' : 'pending' });
      }
      await sleep(700);
    }
  };
  for (let cut = 1; cut <= cuts; cut++) {
    const taking = take(Math.round((cut * count) / cuts));
    await sleep((cut * 7) % 30);
    cable.cut();
    await sleep(2_000);
    if ((await page.getByTestId('live').getAttribute('data-state')) === 'stale') stale += 1;
    cable.mend();
    const mended = Date.now();
    await cable.hears();
    waits.push(Date.now() - mended);
    await taking;
  }
  const orders = await shop.ask<Placed[]>('/api/orders?limit=500');
  expect(orders.length).toBe(count);
  await isLive(page);
  await isAt(page, Math.max(...orders.map((order) => order.seq)));
  const found = await tickets(page);
  const calls = found.map((one) => one.call);
  console.log(
    `      ${count} orders, cut off ${cuts} times for 2 s: ${found.length} tickets of ${wanted.length} on the wall, ` +
      `${calls.length - new Set(calls).size} twice, ${wanted.filter((one) => !calls.includes(one.call)).length} missing; ` +
      `connected again after at most ${Math.max(...waits)} ms; said to be stale in ${stale} of them`,
  );
  expect(found).toEqual(wanted);
  expect(heard).toEqual([]);
  await context.close();
});

test('silence is said, and an event that got lost is found', async ({ browser }) => {
  test.setTimeout(60_000);
  const context = await browser.newContext(SCREEN);
  // A shop each: an event of the other one would show at once that one is missing.
  const other = await Shop.start();
  await fillStock(other);
  const [silent, robbed] = [await wall(context, shop), await wall(context, other)];

  const falls = async () => {
    const { page, cable } = silent;
    await cable.hears('heartbeat');
    const chip = page.getByTestId('live').first();
    const said = chip.evaluate(
      (element) =>
        new Promise<number>((tell) => {
          const look = () => {
            if (element.getAttribute('data-state') === 'stale') requestAnimationFrame(() => setTimeout(() => tell(Date.now()), 0));
          };
          new MutationObserver(look).observe(element, { attributes: true });
        }),
    );
    cable.isMute = true;
    const order = await orderFive(shop, 1);
    const after = (await said) - cable.lastPassed;
    console.log(`      silence is said ${after} ms after the last frame: ${(await chip.innerText()).replace(/\s+/g, ' ')}`);
    expect.soft(after, 'silence is said').toBeLessThan(WITHIN_MS + SLACK_MS);
    await expect(page.getByTestId(`ticket-${order.call_number}`)).toHaveCount(0);
    cable.isMute = false;
    cable.drop();
    await isLive(page);
    await expect(page.getByTestId(`ticket-${order.call_number}`)).toBeVisible();
  };

  const loses = async () => {
    const { page, cable } = robbed;
    // Just after a sign of life: the next two are as far away as can be.
    await cable.hears('heartbeat');
    cable.swallowOne();
    const order = await orderFive(other, 2);
    const placed = Date.now();
    await expect(page.getByTestId(`ticket-${order.call_number}`)).toBeVisible({ timeout: 20_000 });
    const after = Date.now() - placed;
    expect(cable.hasSwallowed).toBe(true);
    console.log(`      an event that got lost is on the wall after ${after} ms`);
    expect.soft(after, 'the wall is whole again').toBeLessThan(WITHIN_MS + SLACK_MS);
    await isLive(page);
  };

  try {
    // One after the other would take twice as long.
    await Promise.all([falls(), loses()]);
  } finally {
    await context.close();
    await other.stop();
  }
});
