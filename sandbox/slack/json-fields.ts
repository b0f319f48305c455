/** Reads unknown JSON field by field: what is absent or of another kind reads as empty, so that limits can name it. */

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects in a list. */
export function recordsOf(value: unknown): readonly Fields[] {
  return listOf(value).filter(isFields);
}

export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The words of a text object or of a bare string. */
export function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : stringOf(fieldsOf(value).text);
}
