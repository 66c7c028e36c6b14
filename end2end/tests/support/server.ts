import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** How long the server may take to start or to end. */
const PATIENCE_MS = 15_000;

/** What a shop may be started with; each has a usual value. */
export interface ShopOptions {
  /** Its whole environment: nothing of the caller's is passed on. */
  env?: Record<string, string>;
  /** Its port; a free one without it. */
  port?: number;
  /** DATABASE_URL; an SQLite file in the shop's own folder without it. */
  db?: string;
  /** Whether tables and demo data are made before it serves; yes without it. */
  seed?: boolean;
}

/** How a program ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const running = new Set<ChildProcess>();
// A worker that breaks off takes its servers with it.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** The program of the release under test. */
export function program(): string {
  const dist = process.env.SUNNYSIDE_DIST ?? resolve(__dirname, '../../../dist');
  return join(dist, 'sunnyside');
}

/** A running release of the shop, in a folder of its own. */
export class Shop {
  private child?: ChildProcess;
  private written = '';

  private constructor(
    /** Its working folder; removed by `stop`, kept over `restart`. */
    readonly folder: string,
    readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  /** Starts a shop and resolves when it answers. */
  static async start(options: ShopOptions = {}): Promise<Shop> {
    const folder = await mkdtemp(join(tmpdir(), 'sunnyside-shop-'));
    const env = { ...options.env, ...(options.db ? { DATABASE_URL: options.db } : {}) };
    const shop = new Shop(folder, options.port ?? (await freePort()), env);
    try {
      if (options.seed ?? true) {
        shop.command('migrate', 'up');
        shop.command('seed');
      }
      await shop.serve();
    } catch (error) {
      await shop.kill();
      await shop.clear();
      throw error;
    }
    return shop;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Asks the API, as somebody who signed in where a token is given. What is no success is thrown. */
  async ask<T>(path: string, method = 'GET', body?: object, token?: string): Promise<T> {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const answer = await fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** The token of one of the demo's people. */
  async token(username: string): Promise<string> {
    const credentials = { username, password: `${username}234` };
    return (await this.ask<{ access_token: string }>('/api/auth/login', 'POST', credentials)).access_token;
  }

  /** The ids of the demo's items by name. */
  async items(): Promise<Map<string, number>> {
    const items = await this.ask<{ id: number; name: string }[]>('/api/menu/items');
    return new Map(items.map((item) => [item.name, item.id]));
  }

  /** Everything that the server wrote so far. */
  get log(): string {
    return this.written;
  }

  /** Runs another command of the program over the same database; its output is the answer. */
  command(...args: string[]): string {
    const options = { cwd: this.folder, env: this.env, encoding: 'utf8', timeout: PATIENCE_MS } as const;
    const { status, stdout, stderr, error } = spawnSync(program(), args, options);
    if (error) throw error;
    if (status !== 0) throw new Error(`sunnyside ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Ends it in good order, removes its folder and tells how it ended. */
  async stop(): Promise<Ending> {
    const ending = await this.end('SIGTERM');
    await this.clear();
    return ending;
  }

  /** Ends it in good order and starts it again on the same port and database. */
  async restart(): Promise<void> {
    await this.end('SIGTERM');
    await this.serve();
  }

  /** Ends it as a power cut would; its folder stays, and `restart` starts it again. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async serve(): Promise<void> {
    const args = ['serve', '--host', '127.0.0.1', '--port', String(this.port)];
    const child = spawn(program(), args, { cwd: this.folder, env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    let problem = '';
    child.once('error', (error) => (problem = error.message));
    const note = (text: Buffer) => (this.written += text.toString());
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    await until(async () => {
      if (problem || hasEnded(child)) {
        throw new Error(`the server did not start (${problem || child.exitCode || child.signalCode}):\n${this.written}`);
      }
      return answers(`${this.url}/health`);
    }, () => `the server did not answer in ${PATIENCE_MS} ms:\n${this.written}`);
  }

  private async end(signal: NodeJS.Signals): Promise<Ending> {
    const child = this.child;
    if (!child || child.pid === undefined) return { code: null, signal: null };
    if (!hasEnded(child)) {
      const exit = once(child, 'exit');
      child.kill(signal);
      // One that does not heed SIGTERM is killed, and its ending tells so.
      const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await exit;
      clearTimeout(late);
    }
    return { code: child.exitCode, signal: child.signalCode };
  }

  private async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** A port of 127.0.0.1 that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Waits for a condition; `complaint` is the error when it does not come true. */
async function until(condition: () => Promise<boolean>, complaint: () => string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(complaint());
    await new Promise((wake) => setTimeout(wake, 50));
  }
}
