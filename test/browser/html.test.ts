// The HTML report in a browser: read, clicked through, with and without its script, and with what would like to run in it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderReport } from '../../src/reporters/render.ts';
import { exampleContext, exampleReport } from '../reporters/example.ts';
import { describeWith } from '../support/system-programs.ts';

interface Opened {
  readonly page: Page;
  /** Of the browser's console, errors of the page, and what it asked the network for. */
  readonly complaints: string[];
}

describeWith('chromium', 'the HTML report', (executablePath) => {
  let browser: Browser;
  let folder: string;
  let output: string;
  let safe: string;

  beforeAll(async () => {
    const report = await exampleReport();
    safe = report.findings.find(({ rule }) => rule === 'sample-validating-key')?.instead ?? '';
    output = [...(await renderReport('html', report, exampleContext))].join('');
    folder = mkdtempSync(join(tmpdir(), 'page-'));
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  async function open(html = output, options: BrowserContextOptions = {}): Promise<Opened> {
    const path = join(folder, `${Math.random()}.html`);
    writeFileSync(path, html);
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    // What the policy refuses is told as a request that failed for that, and never leaves the browser.
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText !== 'csp') complaints.push(`asks for ${request.url()}`);
    });
    page.on('requestfinished', (request) => {
      if (request.url() !== pathToFileURL(path).href) complaints.push(`has ${request.url()}`);
    });
    await page.goto(pathToFileURL(path).href);
    return { page, complaints };
  }

  test('shows statements with their lines, the locks beside them, and findings in place', async () => {
    const { page, complaints } = await open();
    const row = page.locator('tr', { hasText: 'while every row of posts is checked' });
    expect(await row.locator('.l').first().textContent()).toContain('ALTER TABLE posts');
    const numbered = await row.locator('[data-n]').all();
    expect(await Promise.all(numbered.map((line) => line.getAttribute('data-n')))).toEqual(['1', '2', '3']);
    const table = page.getByRole('table').filter({ has: row });
    const heads = await table.getByRole('columnheader').allTextContents();
    const posts = row.getByRole('cell').nth(heads.indexOf('posts') - 1);
    expect(await posts.textContent()).toMatch(/SHARE ROW EXCLUSIVE\s+writes wait\s+scan \(foreign-key\)/);
    const [article, lane] = await Promise.all([row.getByRole('article').boundingBox(), posts.boundingBox()]);
    expect(lane?.x).toBeGreaterThan((article?.x ?? 0) + (article?.width ?? 0));
    expect(complaints).toEqual([]);
  });

  test('copies the safe SQL', async () => {
    const { page, complaints } = await open(output, { permissions: ['clipboard-read', 'clipboard-write'] });
    const button = page.getByRole('button', { name: 'Copy the safe way' }).first();
    await button.click();
    await expect.poll(() => button.textContent()).toBe('Copied');
    expect(await page.getByRole('status').textContent()).toBe('The safe way is copied.');
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied.trimEnd()).toBe(safe);
    await expect.poll(() => button.textContent(), { timeout: 5000 }).toBe('Copy');
    expect(complaints).toEqual([]);
  });

  test('filters by severity, and hides statements without findings', async () => {
    const { page, complaints } = await open();
    const errors = page.locator('article.error');
    const warnings = page.locator('article.warning');
    await page.getByRole('button', { name: '2 errors' }).click();
    expect(await page.getByRole('button', { name: '2 errors' }).getAttribute('aria-pressed')).toBe('false');
    expect([await visibleIn(errors), await visibleIn(warnings)]).toEqual([0, 2]);
    expect(await page.getByText('002_edited.sql').first().isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Copy the safe way' }).count()).toBe(0);
    await page.getByRole('button', { name: '2 errors' }).click();
    expect(await visibleIn(errors)).toBe(2);
    const quiet = page.locator('details[open] tr.quiet');
    expect(await visibleIn(quiet)).toBeGreaterThan(3);
    await page.getByRole('button', { name: 'statements without findings' }).click();
    expect(await visibleIn(quiet)).toBe(0);
    expect(complaints).toEqual([]);
  });

  const visibleIn = async (all: ReturnType<Page['locator']>): Promise<number> =>
    (await Promise.all((await all.all()).map((each) => each.isVisible()))).filter(Boolean).length;

  test('folds clean migrations, and opens them by click, by key and by anchor', async () => {
    const { page } = await open();
    const clean = page.locator('details.clean');
    expect(await clean.locator('table').isVisible()).toBe(false);
    await clean.locator('summary').click();
    expect(await clean.locator('table').isVisible()).toBe(true);
    await clean.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await clean.locator('table').isVisible()).toBe(false);
    await page.goto(`${page.url()}#${await clean.locator('tr').last().getAttribute('id')}`);
    await expect.poll(() => clean.locator('table').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'line 6' }).click();
    expect(await page.locator('tr:target').textContent()).toContain('ALTER TABLE users ADD COLUMN age int');
  });

  test('is dark where the reader wants it dark', async () => {
    const background = async (colorScheme: 'light' | 'dark') => {
      const { page } = await open(output, { colorScheme });
      return page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    };
    expect([await background('light'), await background('dark')]).toEqual(['rgb(244, 245, 247)', 'rgb(15, 19, 26)']);
  });

  test('fits a phone, where the locks are told under each statement', async () => {
    const { page } = await open(output, { viewport: { width: 360, height: 640 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    const locks = page
      .locator('tr', { hasText: 'while every row of posts is checked' })
      .getByRole('list', { name: 'Locks' });
    expect(await locks.textContent()).toMatch(/posts SHARE ROW EXCLUSIVE .*writes wait/);
  });

  test('reads without its script, and has no buttons then', async () => {
    const { page } = await open(output, { javaScriptEnabled: false });
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.locator('.safe').first().textContent()).toContain('NOT VALID');
    expect(await page.locator('.counts').textContent()).toMatch(/2\s+errors/);
  });

  test('runs and loads nothing else, even what would have got in', async () => {
    const intruder =
      '<script>window.ran = 1</script><img src="https://evil.example/a.png" onerror="window.ran = 2"><b style="color: red" onclick="window.ran = 3">x</b><style>b { color: red }</style><iframe src="https://evil.example"></iframe>';
    const { page, complaints } = await open(output.replace('<main>', `<main>${intruder}`));
    await page.locator('b', { hasText: /^x$/ }).click();
    expect(await page.evaluate("'ran' in window")).toBe(false);
    expect(await page.evaluate("getComputedStyle(document.querySelector('main > b')).color")).toBe('rgb(27, 35, 48)');
    expect(complaints.filter((text) => !/Content Security Policy/.test(text))).toEqual([]);
    expect(complaints.length).toBeGreaterThan(3);
  });
});
