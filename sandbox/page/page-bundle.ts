/** Bundles the page's script and style, once per process. */
import { join } from 'node:path';
import { build, stop } from 'esbuild';

export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

let bundle: Promise<PageBundle> | undefined;

export function pageBundle(): Promise<PageBundle> {
  bundle ??= bundleClient();
  return bundle;
}

async function bundleClient(): Promise<PageBundle> {
  const result = await build({
    entryPoints: ['page.tsx', join('style', 'page.css')].map((file) =>
      join(import.meta.dirname, 'client', file),
    ),
    bundle: true,
    write: false,
    outdir: 'page',
    format: 'esm',
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  // esbuild keeps a process for further builds, and there will be none.
  await stop();
  const textOf = (ending: string) => result.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}
