/** Launches the Chromium that npm brought, with the libraries and fonts that a fresh machine lacks. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { z } from 'zod';

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  '--no-zygote',
];

/** Close the browser when done. The first launch on a machine takes some seconds longer, to unpack 200 MB. */
export async function launchChromium(): Promise<Browser> {
  const folder = await unpackedChromium();
  return await chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: flags,
    // Its sandbox needs rights that neither root in a container nor an ordinary user on every system has.
    chromiumSandbox: false,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), folder, process.env.LD_LIBRARY_PATH]
        .filter(Boolean)
        .join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  });
}

/** @returns the folder with `chromium`, `al2023/lib` and `fonts`, unpacked once per user of the machine */
async function unpackedChromium(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const manifest = await readFile(join(dirname(entry), '..', '..', 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));
  const folder = join(tmpdir(), `usher-chromium-${version}-${process.getuid?.() ?? 'user'}`);
  if (!existsSync(folder)) await unpack(entry, folder);
  const found = await lstat(folder);
  if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid())) {
    throw new Error(`${folder} belongs to somebody else; remove it, or set TMPDIR to another folder.`);
  }
  return folder;
}

/** Two test files may unpack at once: each does so aside, and the first to rename its folder wins. */
async function unpack(entry: string, folder: string): Promise<void> {
  const aside = `${folder}.${randomBytes(6).toString('hex')}`;
  await mkdir(aside, { mode: 0o700 });
  try {
    // The package unpacks into the temporary folder, and its libraries only where it takes the system for a
    // Lambda of Amazon: in a process of its own, both can be said without touching ours.
    const script = `require(${JSON.stringify(entry)}).executablePath()`;
    await promisify(execFile)(process.execPath, ['--input-type=commonjs', '--eval', script], {
      env: { ...process.env, TMPDIR: aside, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
    });
    await writeFile(join(aside, 'fonts.conf'), fontSettings(folder));
    await rename(aside, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** The machine's own fonts first, where it has any; the package's Open Sans stands in for the rest. */
function fontSettings(folder: string): string {
  const alias = (family: string) =>
    `<alias><family>${family}</family><default><family>Open Sans</family></default></alias>`;
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts', 'fonts')}</dir>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
  ${['sans-serif', 'serif', 'monospace', 'system-ui'].map(alias).join('\n  ')}
</fontconfig>
`;
}
