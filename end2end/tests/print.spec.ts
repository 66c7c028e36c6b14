import { createServer, type Server } from 'node:net';
import { expect, test } from '@playwright/test';
import { violations } from './support/looks';
import { Shop } from './support/server';
import { complaints, counter, open, order } from './support/screens';

let shop: Shop;
test.beforeAll(async () => {
  shop = await Shop.start();
});
test.afterAll(async () => {
  await shop.stop();
});

/** A printer that keeps what it is sent. */
class Paper {
  readonly papers: Buffer[] = [];
  private server?: Server;
  port = 0;

  async listen(): Promise<void> {
    this.server = createServer((socket) => {
      const parts: Buffer[] = [];
      socket.on('data', (part) => {
        parts.push(part);
        if (part.includes(Buffer.from([0x10, 0x04, 0x04]))) socket.write(Buffer.from([0x12]));
      });
      socket.on('error', () => socket.destroy());
      socket.on('end', () => {
        this.papers.push(Buffer.concat(parts));
        socket.end();
      });
    });
    await new Promise<void>((done) => this.server!.listen(this.port, '127.0.0.1', done));
    this.port = (this.server.address() as { port: number }).port;
  }

  async away(): Promise<void> {
    await new Promise((done) => this.server!.close(done));
  }
}

test('a receipt and a ticket as pages, in both languages and on both papers', async ({ browser }, info) => {
  const sold = await shop.ask<{ id: number; call_number: string }>('/api/orders', 'POST', { items: [{ menu_item_id: 1, quantity: 2, note: '去蔥' }], table_no: '5', source: 'dine_in' });
  for (const [locale, receipt, copy] of [['zh-TW', '合計', '補印'], ['en', 'Total', 'COPY']]) {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    const heard = complaints(page);
    await open(page, `${shop.url}/print/orders/${sold.id}?kind=receipt&width=80`);
    const paper = page.getByTestId('paper');
    await expect(paper).toContainText(receipt);
    await expect(paper).toContainText(String(sold.call_number));
    await expect(paper).toContainText('去蔥');
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: info.outputPath(`receipt-${locale}.png`), fullPage: true });
    await open(page, `${shop.url}/print/orders/${sold.id}?kind=kitchen&width=58&copy=1`);
    await expect(paper).toContainText(copy);
    await expect(paper).not.toContainText('NT$');
    await page.screenshot({ path: info.outputPath(`ticket-${locale}.png`), fullPage: true });
    expect(heard).toEqual([]);
    await context.close();
  }
});

test('a printer that is away shows on the counter, and the strip goes when its papers are printed', async ({ browser }, info) => {
  const printer = new Paper();
  await printer.listen();
  await printer.away();
  const context = await browser.newContext({ locale: 'zh-TW' });
  const setup = await context.newPage();
  await open(setup, `${shop.url}/setup/printers`);
  const form = setup.getByTestId('printer-new');
  await form.getByLabel('名稱').fill('廚房出單機');
  await form.getByLabel('位址').fill('127.0.0.1');
  await form.getByLabel('連接埠').fill(String(printer.port));
  await form.getByLabel('廚房單').selectOption('all');
  expect(await violations(setup)).toEqual([]);
  await form.getByTestId('printer-save').click();
  await expect(setup.getByRole('heading', { name: '廚房出單機' })).toBeVisible();
  await setup.screenshot({ path: info.outputPath('printers.png'), fullPage: true });

  const pos = await counter(context, shop.url);
  await order(pos);
  const strip = pos.getByTestId('print-strip');
  await expect(strip).toContainText('廚房出單機沒回應：1 張待印', { timeout: 20_000 });
  expect(await violations(pos)).toEqual([]);
  await pos.screenshot({ path: info.outputPath('strip.png') });

  await printer.listen();
  await pos.getByTestId('print-retry').click();
  await expect(strip).toHaveCount(0, { timeout: 20_000 });
  await expect.poll(() => printer.papers.length).toBe(1);

  // Asked for again it is a copy, and comes out once more.
  await pos.getByTestId('orders-open').click();
  await pos.locator('dialog [data-testid^="papers-"]').first().click();
  await pos.locator('dialog [data-testid^="reprint-"]').first().click();
  await expect.poll(() => printer.papers.length, { timeout: 15_000 }).toBe(2);
  await pos.screenshot({ path: info.outputPath('orders.png') });
  await printer.away();
  await context.close();
});
