import { defineConfig } from '@playwright/test';
import { cpus } from 'node:os';

// The shop, its database and Chromium share the cores with the tests.
const workers = cpus().length > 2 ? 2 : 1;

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results/output',
  workers,
  // A test that passes only sometimes is a failed one.
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
