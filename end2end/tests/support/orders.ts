import { type Shop } from './server';

/** A line as a test writes it: the item's name, how many, the cook's words. */
export type Line = [name: string, quantity?: number, note?: string];

/** What the API tells of an order, as far as a test looks at it. */
export interface Taken {
  id: number;
  call_number: string;
  order_number: string;
  status: string;
}

/** Lines as the API takes them. */
async function lines(shop: Shop, given: Line[]): Promise<object[]> {
  const of = await shop.items();
  return given.map(([name, quantity, note]) => ({ menu_item_id: of.get(name)!, quantity: quantity ?? 1, note: note ?? null }));
}

/** Takes an order as a counter does; paid, to take out, unless `more` says otherwise. */
export async function take(shop: Shop, given: Line[], more: object = {}): Promise<Taken> {
  return shop.ask<Taken>('/api/orders', 'POST', { source: 'takeout', items: await lines(shop, given), ...more });
}

/** Gives an order these lines instead of those it has. */
export async function amend(shop: Shop, order: Taken, given: Line[]): Promise<void> {
  await shop.ask(`/api/orders/${order.id}/amend`, 'POST', { items: await lines(shop, given) });
}

/** Moves an order through these statuses. */
export async function move(shop: Shop, order: Taken, ...statuses: string[]): Promise<void> {
  for (const status of statuses) await shop.ask(`/api/orders/${order.id}/status`, 'POST', { status });
}

/** Where an order is on its way. */
export async function status(shop: Shop, order: Taken): Promise<string> {
  return (await shop.ask<Taken>(`/api/orders/${order.id}`)).status;
}
