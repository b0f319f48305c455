import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { launchChromium } from '../support/chromium.ts';

const page = `<!doctype html><meta charset="utf-8"><title>Door</title>
<body style="font: 24px system-ui, sans-serif">
<p id="said">Nobody is here yet</p><p><button>Ring the bell</button></p>
<script>
  document.querySelector('button').onclick = () => { said.textContent = 'Jane Doe has rung the bell' };
</script>`;

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end(page);
});
let browser: Browser | undefined;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  server.close();
});

test('a page of this machine opens, a click changes it, and its text is drawn in a real font', async () => {
  if (!browser) throw new Error('Chromium was not launched.');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const tab = await browser.newPage({ viewport: { width: 480, height: 200 } });
  await tab.goto(`http://127.0.0.1:${port}/`);
  const before = await tab.screenshot();
  await tab.getByRole('button', { name: 'Ring the bell' }).click();
  await tab.getByText('Jane Doe has rung the bell').waitFor();
  const after = await tab.screenshot();

  expect(after.subarray(1, 4).toString()).toBe('PNG');
  expect(after.equals(before)).toBe(false);
  expect(after.length).toBeGreaterThan(2_000);
  // Where no font is found every letter is the same box: narrow and wide ones would be equally long.
  const widths = await tab.evaluate(`
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = '24px sans-serif';
    [pen.measureText('iiiiii').width, pen.measureText('WWWWWW').width];
  `);
  const [narrow, wide] = z.tuple([z.number().positive(), z.number()]).parse(widths);
  expect(wide).toBeGreaterThan(2 * narrow);
});
