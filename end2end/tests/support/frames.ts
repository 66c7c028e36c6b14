import { expect, type Page, type WebSocketRoute } from '@playwright/test';
import type { Shop } from './server';

/** An order as the API tells it. */
export interface Placed {
  id: number;
  order_number: string;
  call_number: string;
  seq: number;
}

/** An event that a page got; times in milliseconds of the machine's clock. */
export interface Noted {
  seq: number;
  event: string;
  order: number;
  /** When its frame came. */
  arrived: number;
  /** When the wall was painted with it; 0 as long as it is not. */
  painted: number;
}

/** A screen of a kitchen: 24 inches. */
export const SCREEN = { viewport: { width: 1920, height: 1080 }, locale: 'zh-TW' };
/** Whether the long runs are wanted. */
export const LONG = process.env.SUNNYSIDE_LONG === '1';

export const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));

/** The value that so many percent of the times do not exceed. */
export const percentile = (times: number[], percent: number) =>
  [...times].sort((a, b) => a - b)[Math.max(Math.ceil((times.length * percent) / 100) - 1, 0)];

/** Takes in so much of everything that no order is refused. */
export async function fillStock(shop: Shop): Promise<void> {
  for (const { id } of await shop.ask<{ id: number }[]>('/api/inventory/ingredients')) {
    await shop.ask('/api/inventory/movements', 'POST', { ingredient_id: id, movement_type: 'purchase', quantity: 100_000 });
  }
}

/** Orders five dishes, a few of them with a word for the cook. */
export async function orderFive(shop: Shop, n: number): Promise<Placed> {
  const items = [0, 1, 2, 3, 4].map((line) => ({
    menu_item_id: 1 + ((n + 7 * line) % 35),
    quantity: 1 + (line % 2),
    ...(line === 2 ? { note: '去蔥' } : {}),
  }));
  return shop.ask<Placed>('/api/orders', 'POST', { source: n % 2 ? 'takeout' : 'dine_in', table_no: n % 2 ? null : '5', items });
}

/** Moves an order on, one status after the other. */
export async function moveOn(shop: Shop, order: Placed, ...statuses: string[]): Promise<void> {
  for (const status of statuses) await shop.ask(`/api/orders/${order.id}/status`, 'POST', { status });
}

/** Notes every event's frame when it comes; to be called before the page is opened. */
export async function noteFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: Noted[] = [];
    Object.assign(window, { noted });
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols: string | string[] = []) {
        super(url, protocols);
        this.addEventListener('message', ({ data }) => {
          const arrived = Date.now();
          if (!String(data).startsWith('{"seq":')) return;
          const { seq, event, order_id } = JSON.parse(data);
          noted.push({ seq, event, order: order_id ?? 0, arrived, painted: 0 });
        });
      }
    };
  });
}

/** Notes from now on when each event was painted: the first frame after the board's position had it. */
export async function notePaints(page: Page): Promise<void> {
  await page.getByTestId('seq').evaluate((seq) => {
    const { noted } = window as unknown as { noted: Noted[] };
    let first = 0;
    const look = () => {
      const shown = Number(seq.textContent?.slice(1));
      const note = () => {
        const painted = Date.now();
        for (; first < noted.length && noted[first].seq <= shown; first++) noted[first].painted ||= painted;
      };
      requestAnimationFrame(() => setTimeout(note, 0));
    };
    new MutationObserver(look).observe(seq, { characterData: true, childList: true, subtree: true });
  });
}

/** What was noted so far. */
export const noted = (page: Page) => page.evaluate(() => (window as unknown as { noted: Noted[] }).noted);

/** The board's position that the wall shows. */
export const isAt = (page: Page, seq: number, timeout = 10_000) =>
  expect(page.getByTestId('seq')).toHaveText(`#${seq}`, { timeout });

/** The cable between a screen and the shop. */
export class Cable {
  private readonly ends = new Set<() => void>();
  private isCut = false;
  private swallows = 0;
  /** Nothing that the shop says gets through. */
  isMute = false;
  /** How many frames got through. */
  passed = 0;
  /** When the last one did. */
  lastPassed = 0;
  /** The text of the last one. */
  lastText = '';

  /** Lays it; to be called before the page is opened. */
  static async of(page: Page): Promise<Cable> {
    const cable = new Cable();
    await page.routeWebSocket(/\/ws\/events/, (socket) => cable.connect(socket));
    return cable;
  }

  /** Ends every connection; new ones are refused until it is mended. */
  cut(): void {
    this.isCut = true;
    this.drop();
  }

  mend(): void {
    this.isCut = false;
  }

  /** Ends every connection. */
  drop(): void {
    this.ends.forEach((end) => end());
    this.ends.clear();
  }

  /** Swallows the next event's frame. */
  swallowOne(): void {
    this.swallows = 1;
  }

  /** Whether the frame that was to be swallowed came. */
  get hasSwallowed(): boolean {
    return this.swallows === 0;
  }

  /** Waits until one more frame gets through. */
  async hears(kind = '', timeout = 20_000): Promise<void> {
    const before = this.passed;
    await expect.poll(() => this.passed > before && this.lastText.includes(kind), { timeout, intervals: [20] }).toBe(true);
  }

  private connect(socket: WebSocketRoute): void {
    if (this.isCut) {
      void socket.close();
      return;
    }
    const server = socket.connectToServer();
    const end = () => {
      void socket.close();
      void server.close();
    };
    this.ends.add(end);
    server.onMessage((text) => {
      if (this.isMute || !this.ends.has(end)) return;
      if (this.swallows > 0 && String(text).startsWith('{"seq":')) {
        this.swallows -= 1;
        return;
      }
      this.passed += 1;
      this.lastPassed = Date.now();
      this.lastText = String(text);
      socket.send(text);
    });
  }
}
