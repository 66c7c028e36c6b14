import { type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const axe = readFileSync(join(__dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

/** The smallest side of what a finger taps, in CSS pixels. */
const FINGER = 44;

type Check = { any: { data?: { contrastRatio?: number } }[] };
type Found = { id: string; nodes: (Check & { html: string })[] };
type Axe = { run(on: Document | Element): Promise<{ violations: Found[]; passes: Found[] }> };

/** What axe finds. */
export interface Look {
  /** A line for each rule that is broken, with where. */
  violations: string[];
  /** The lowest contrast of any text that it could measure. */
  contrast: number;
}

/** What axe finds on the page as it is; of an open dialog, in it, since what is behind cannot be reached. */
export async function look(page: Page): Promise<Look> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  return page.evaluate(async () => {
    const on = document.querySelector('dialog[open]') ?? document;
    const { violations, passes } = await (window as unknown as { axe: Axe }).axe.run(on);
    const ratios = passes
      .filter((rule) => rule.id === 'color-contrast')
      .flatMap((rule) => rule.nodes.flatMap((node) => node.any.map((check) => check.data?.contrastRatio ?? 21)));
    return {
      violations: violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`),
      contrast: Math.min(21, ...ratios.filter((ratio) => ratio > 0)),
    };
  });
}

/** What axe finds broken on the page as it is. */
export async function violations(page: Page): Promise<string[]> {
  return (await look(page)).violations;
}

/** What can be tapped, can be seen, and is smaller than a finger. */
export async function tooSmall(page: Page): Promise<string[]> {
  return page.locator(':is(button, a[href], select, summary):visible').evaluateAll((all, finger) => {
    const shown = document.querySelector('dialog[open]');
    return all
      .filter((element) => !shown || shown.contains(element))
      .filter((element) => !(element instanceof HTMLAnchorElement && getComputedStyle(element).display === 'inline'))
      .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 140) }))
      .filter(({ box }) => box.bottom > 0 && box.right > 0 && (box.width < finger - 0.1 || box.height < finger - 0.1))
      .map(({ box, html }) => `${box.width.toFixed(0)}×${box.height.toFixed(0)} ${html}`);
  }, FINGER);
}

/** Whether something reaches beyond the sides of the screen. */
export async function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}
