/** Reads the `Retry-After` header (RFC 9110, section 10.2.3): seconds, or an HTTP date. */
import type { OutsideAnswer } from './http.ts';

export function retryAfterMsOf(answer: Pick<OutsideAnswer, 'headers'>, now = Date.now()): number | undefined {
  const value = answer.headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
