/** Tables as CSV that spreadsheets open as they are meant (RFC 4180): nothing in a cell is taken for a formula; pure. */

export type CsvCell = string | number | null;

/** Without the mark, Excel reads UTF-8 as another encoding. */
const byteOrderMark = '\ufeff';
/** What a spreadsheet takes for the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const beginsFormula = /^[=+\-@\t\r\n＝＋－＠]/u;

export function csv(head: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  let text = csvHead(head);
  for (const row of rows) text += csvRow(row);
  return text;
}

/** For tables that are written row by row: what comes first. */
export function csvHead(head: readonly string[]): string {
  return `${byteOrderMark}${csvRow(head)}`;
}

/** With its end of line. */
export function csvRow(cells: readonly CsvCell[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: CsvCell): string {
  if (value === null) return '';
  // A number is no formula, not even below zero.
  if (typeof value === 'number') return String(value);
  const safe = beginsFormula.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
