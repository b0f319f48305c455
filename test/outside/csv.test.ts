import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../src/outside/csv.ts';

/** The cells as a reader that keeps to RFC 4180 finds them. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  let body = text.replace(/^\ufeff/, '').replace(/\r\n$/, '');
  if (body === '') body = '""';
  for (;;) {
    const [, quoted, bare, end] = pattern.exec(body) ?? [];
    if (end === undefined) throw new Error(`no CSV at ${pattern.lastIndex}`);
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\r\n') rows.push([]);
    if (end === '') return rows;
  }
}

test('rows end in CRLF behind a byte order mark, and only cells that need it are quoted', () => {
  expect(
    csv(
      ['Name', 'Reason'],
      [
        ['Zoë O’Neil', 'He said "no", twice'],
        ['Ada', null],
      ],
    ),
  ).toBe('\ufeffName,Reason\r\nZoë O’Neil,"He said ""no"", twice"\r\nAda,\r\n');
});

test.each(['=1+1', '+49 123', '-x', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'])(
  'nothing that begins like a formula is one for a spreadsheet: %j',
  (value) => {
    const [, [cell] = []] = cellsOf(csv(['Name'], [[value]]));
    expect(cell).toBe(`'${value}`);
  },
);

test('a number stays a number, also below zero', () => {
  expect(csv(['Minutes'], [[-3], [0]])).toBe('\ufeffMinutes\r\n-3\r\n0\r\n');
});

test('whatever a form lets through comes back as it was, and never as a formula', () => {
  const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 6 }), (rows) => {
      const [, ...read] = cellsOf(csv(['One', 'Other'], rows));
      expect(read.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/u, '')))).toEqual(
        rows,
      );
      for (const cell of read.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});
