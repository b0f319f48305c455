/** The rules of the source tree: who may import whom, what files are called, and that nothing which is drawn or promised lacks a reader. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../src/jobs/catalogue.ts';

interface SourceFile {
  /** Such as `src/program/status.ts`. */
  path: string;
  text: string;
  /** The text without comments. */
  code: string;
  /** What it imports: paths of ours from the top, packages by name. */
  imports: string[];
}

function filesUnder(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
      const imports = [...code.matchAll(/(?:\bfrom|\bimport\(?)\s*'([^']+)'/g)].map(([, wanted = '']) =>
        wanted.startsWith('.') ? normalize(join(dirname(path), wanted)) : wanted,
      );
      return { path, text, code, imports };
    });
}

const source = filesUnder('src');
const everything = [...source, ...filesUnder('test'), ...filesUnder('sandbox')];

const isOurs = (imported: string) => /^(?:src|test|sandbox)\//.test(imported);
/** The folder of a file of ours below src; nothing for the files that join all parts. */
const folderOf = (path: string) => /^src\/([^/]+)\//.exec(path)?.[1];

const foundations = ['program', 'store', 'jobs', 'outside'];
const mayImport: Record<string, string[]> = {
  program: [],
  store: ['program'],
  jobs: ['program', 'store'],
  outside: ['program'],
};

describe('imports', () => {
  const among = (files: SourceFile[], isWrong: (imported: string, file: SourceFile) => boolean) =>
    files.flatMap((file) =>
      file.imports
        .filter((imported) => isWrong(imported, file))
        .map((imported) => `${file.path} imports ${imported}`),
    );

  it.each(foundations)('of %s stay below it', (folder) => {
    const allowed = [folder, ...(mayImport[folder] ?? [])];
    const files = source.filter(({ path }) => folderOf(path) === folder);
    expect(files).not.toEqual([]);
    expect(
      among(files, (imported) => isOurs(imported) && !allowed.includes(folderOf(imported) ?? '')),
    ).toEqual([]);
  });

  it('of the rules are the rules alone: no package, nothing of Node', () => {
    const rules = source.filter(({ path }) => folderOf(path) === 'program');
    expect(among(rules, (imported) => !isOurs(imported))).toEqual([]);
  });

  it('of a feature never reach another feature, nor the files that join all parts', () => {
    const features = source.filter(({ path }) => !foundations.includes(folderOf(path) ?? 'program'));
    expect(features).not.toEqual([]);
    const isWrong = (imported: string, { path }: SourceFile) =>
      isOurs(imported) && ![...foundations, folderOf(path)].includes(folderOf(imported) ?? 'nowhere');
    expect(among(features, isWrong)).toEqual([]);
  });

  it('of the product never reach the sandbox or the tests', () => {
    expect(among(source, (imported) => /^(?:sandbox|test)\//.test(imported))).toEqual([]);
  });

  it('name files with their extension, so that they lead somewhere', () => {
    const paths = new Set(everything.map(({ path }) => path));
    expect(among(source, (imported) => isOurs(imported) && !paths.has(imported))).toEqual([]);
  });
});

describe('files', () => {
  const pathsWhere = (isWrong: (file: SourceFile) => boolean, files = source) =>
    files.filter(isWrong).map(({ path }) => path);

  it('have names of small letters with dashes, and say with .job what is durable work', () => {
    expect(
      pathsWhere(({ path }) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.job)?\.ts$/.test(basename(path))),
    ).toEqual([]);
  });

  it('have a name of their own in the whole product', () => {
    const names = source.map(({ path }) => basename(path));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('lie in no drawer', () => {
    const drawers = /\/(?:utils?|helpers?|common|core|services?|misc|lib|shared)\//;
    expect(pathsWhere(({ path }) => drawers.test(path))).toEqual([]);
  });

  it('are short', () => {
    expect(pathsWhere(({ text }) => text.split('\n').length > 301, everything)).toEqual([]);
  });

  it('begin with a sentence on what they are for', () => {
    expect(pathsWhere(({ text }) => !/^(?:#!.*\n)?\/\*\*/.test(text))).toEqual([]);
  });

  it('leave no type open and no check out', () => {
    const openings = /[:<(|,]\s*any\b|\bas any\b|\bany\[\]/;
    const ignores = /@ts-(?:ignore|expect-error|nocheck)|biome-ignore/;
    const isWrong = ({ path, text, code }: SourceFile) =>
      path !== 'test/architecture.test.ts' &&
      (openings.test(code.replace(/'[^'\n]*'|`[^`]*`/g, '')) || ignores.test(text));
    expect(pathsWhere(isWrong, everything)).toEqual([]);
  });

  it('never ask whether they run against the simulators', () => {
    expect(pathsWhere(({ code }) => /\b(?:if|while)\s*\([^\n]*sandbox|sandbox\w*\s*\?/i.test(code))).toEqual(
      [],
    );
  });
});

describe('what is drawn and what is promised', () => {
  /** The names of buttons and modals, by how the code speaks of them: `actions.approve` is `approve`. */
  const named = new Map<string, string>();
  for (const { code } of source) {
    for (const [, object = '', body = ''] of code.matchAll(
      /const (\w*(?:[aA]ctions|[mM]odals)) = \{([^}]*)\}/g,
    ))
      for (const [, key, value = ''] of body.matchAll(/(\w+): '([^']+)'/g))
        named.set(`${object}.${key}`, value);
    for (const [, name = '', value = ''] of code.matchAll(/const (\w+(?:Action|Modal)) = '([^']+)'/g))
      named.set(name, value);
  }
  const codeOf = (wanted: string) => source.find(({ path }) => path === wanted)?.code ?? '';
  const joined = codeOf('src/slack-listeners.ts');
  const carriedOut = codeOf('src/job-handlers.ts');

  function spokenOf(pattern: RegExp, files = source): string[] {
    const found = files.flatMap(({ path, code }) =>
      [...code.matchAll(pattern)].map(([, spoken = '']) => named.get(spoken) ?? `${spoken} in ${path}`),
    );
    return [...new Set(found)].sort();
  }

  const features = source.filter(({ path }) => folderOf(path) !== 'outside');
  const drawn = spokenOf(/\baction(?:Id|_id): (\w+(?:\.\w+)?),/g, features);
  const heard = spokenOf(/\bon(?:Decide|Open|Inside)\(\s*app,\s*([\w.]+)/g, features);

  it('each button that a view draws has one listener, and each listener a button', () => {
    expect(drawn.length).toBeGreaterThan(5);
    expect(heard).toEqual(drawn);
  });

  it('each name of a button is drawn', () => {
    const names = [...named].filter(([spoken]) => /actions\.|Action$/i.test(spoken)).map(([, name]) => name);
    expect(names.filter((name) => !drawn.includes(name))).toEqual([]);
  });

  it('each button and modal that is heard is told apart from those of an earlier version', () => {
    const told = [...joined.matchAll(/Object\.values\((\w+)\)|[[ ](\w+(?:Action|Modal))\b(?!s)/g)].flatMap(
      ([, object, name]) =>
        name === undefined
          ? [...named].filter(([spoken]) => spoken.startsWith(`${object}.`)).map(([, value]) => value)
          : [named.get(name) ?? name],
    );
    expect(heard.filter((name) => !told.includes(name))).toEqual([]);
    const modals = spokenOf(/\bonSubmit\(\s*app,\s*([\w.]+)/g);
    expect(modals.filter((name) => !told.includes(name))).toEqual([]);
  });

  it('each modal that can be submitted has a listener', () => {
    const submitted = source.filter(({ code }) => /\bsubmit: /.test(code));
    expect(spokenOf(/\bcallback_id: ([\w.]+),/g, submitted)).toEqual(
      spokenOf(/\bonSubmit\(\s*app,\s*([\w.]+)/g),
    );
  });

  it('each feature’s listeners are joined', () => {
    const listeners = source.flatMap(({ code }) =>
      [...code.matchAll(/export function (listenFor\w+)\(/g)].map(([, name = '']) => name),
    );
    expect(listeners.filter((name) => !joined.includes(`${name}(app`))).toEqual([]);
  });

  it('each job of the catalogue has a handler', () => {
    expect(Object.keys(catalogue).filter((name) => !carriedOut.includes(`'${name}': `))).toEqual([]);
  });

  it('each job of the catalogue is promised by somebody', () => {
    const isPromised = (name: string) =>
      source.some(
        ({ path, code }) =>
          !['src/jobs/catalogue.ts', 'src/job-handlers.ts'].includes(path) && code.includes(`'${name}'`),
      );
    expect(Object.keys(catalogue).filter((name) => !isPromised(name))).toEqual([]);
  });
});
