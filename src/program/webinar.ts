/** A webinar: one event, as the rules see it. */
import type { Channel } from './channel.ts';

export const registrars = ['on24', 'marketo'] as const;

/** Who pushes an approved registrant to ON24: Usher itself, or Marketo's adapter. */
export type Registrar = (typeof registrars)[number];

export interface WebinarRules {
  channel: Channel;
  registrar: Registrar;
  /** Places, or nothing when there is no limit. */
  capacity: number | null;
  /** Seconds after a decision in which nothing leaves yet and it can be undone; 0 decides at once. */
  holdSeconds: number;
  /** Slack users and user groups who may decide. */
  approvers: readonly string[];
}
