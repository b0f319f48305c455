/** What a question's buttons carry: which question, and who had joined it when they were drawn. */
import type { Alert } from '../store/schema/alerts.ts';

export interface AskedQuestion {
  alertId: number;
  /** The instant at which somebody joined last, as the person saw it. */
  joinedAtMs: number;
}

export function questionValue({ id, lastMetAt }: Pick<Alert, 'id' | 'lastMetAt'>): string {
  return `${id}.${lastMetAt.getTime()}`;
}

export function readQuestion(value: string | undefined): AskedQuestion | undefined {
  const [, alertId, joinedAtMs] = /^(\d{1,9})\.(\d{1,15})$/.exec(value ?? '') ?? [];
  return alertId === undefined ? undefined : { alertId: Number(alertId), joinedAtMs: Number(joinedAtMs) };
}
