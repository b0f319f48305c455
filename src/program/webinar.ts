/** A webinar: one event, as the rules see it. */
import type { Channel } from './channel.ts';

export const registrars = ['on24', 'marketo'] as const;

/** Who pushes an approved registrant to ON24: Usher itself, or Marketo's adapter. */
export type Registrar = (typeof registrars)[number];

/** What has become of the ON24 event: `inactive` also when it was archived or has expired. */
export const eventStates = ['active', 'inactive', 'gone'] as const;
export type EventState = (typeof eventStates)[number];

/** Which ON24 registration field takes its value from which Marketo lead field, both by their REST names. */
export type FieldMap = Readonly<Record<string, string>>;

/** A field of the event's registration page. */
export interface RegistrationField {
  /** As the registration call names it: lower case, without underscores. */
  name: string;
  caption: string;
  isRequired: boolean;
  /** The only values taken, when the field is a list. */
  options: string[] | null;
}

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
