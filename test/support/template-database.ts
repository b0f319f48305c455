/** Names the migrated database that the test files' own are copied from. */
export const templateDatabase = 'usher_template';

/** @returns the URL of another database on the same server */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
