/** Reads how much of the day's quota the whole Marketo instance has used. */
import { z } from 'zod';
import { wholeNumber } from '../lenient-values.ts';
import type { MarketoConnection } from './marketo-connection.ts';
import type { MarketoUsage } from './marketo-words.ts';

export async function usageToday(connection: MarketoConnection): Promise<MarketoUsage> {
  const { rows } = await connection.ask(
    { operation: 'read usage', about: 'system', method: 'GET', path: '/rest/v1/stats/usage.json' },
    z.object({ total: wholeNumber }),
  );
  return { calls: rows.reduce((sum, row) => sum + row.total, 0) };
}
