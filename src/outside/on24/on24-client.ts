/** The ON24 client: every call Usher makes to ON24, in our words. Throws `OutsideFailure` and nothing else for what goes wrong outside. */
import type { RegistrationField } from '../../program/webinar.ts';
import { readAccount } from './account-read.ts';
import { readAttendees } from './attendee-list.ts';
import { listEvents, readEvent } from './event-reads.ts';
import { connectToOn24, type On24ClientOptions } from './on24-connection.ts';
import { readRegistrationFields } from './on24-registration-fields.ts';
import type {
  EventPeriod,
  On24Attendees,
  On24Event,
  On24Person,
  On24Registration,
  ReadAttendeesOptions,
  RegisterOptions,
} from './on24-words.ts';
import { forgetPerson } from './person-erasure.ts';
import { cancelPerson, registerPerson } from './person-registration.ts';

export type { On24ClientOptions };

/** `clientId` is the ON24 account that owns the event; it may differ from event to event. */
export interface On24Client {
  /**
   * Registers a person, or brings an existing registration up to date: repeating is safe.
   * ON24 gives no join link back. A `refused` failure carries ON24's words as the reason.
   */
  registerPerson(
    clientId: number,
    eventId: number,
    person: On24Person,
    options?: RegisterOptions,
  ): Promise<On24Registration>;
  /** Cancels a registration; possible until the event starts. Who is not registered is `refused`, cause `unknown-person`. */
  cancelPerson(
    clientId: number,
    eventId: number,
    person: Pick<On24Person, 'email'>,
  ): Promise<On24Registration>;
  /** Has ON24 forget a person in all events of the account; answers with their user ids there, none when it knows nobody. */
  forgetPerson(clientId: number, email: string): Promise<number[]>;
  readEvent(clientId: number, eventId: number): Promise<On24Event>;
  /** The fields of the registration page, or nothing where the contract (no Elite) does not show them. */
  readRegistrationFields(clientId: number, eventId: number): Promise<RegistrationField[] | undefined>;
  /** The name of an account: the cheapest call that uses the token. */
  readAccount(clientId: number): Promise<string>;
  listEvents(clientId: number, period?: EventPeriod): Promise<On24Event[]>;
  /** Who came to an event so far, as a stream; nothing is asked before the iteration begins. */
  readAttendees(clientId: number, eventId: number, options?: ReadAttendeesOptions): On24Attendees;
  /** Lets running calls end, then closes the connections. */
  close(): Promise<void>;
}

export function createOn24Client(options: On24ClientOptions): On24Client {
  const connection = connectToOn24(options);
  return {
    registerPerson: (clientId, eventId, person, choice) =>
      registerPerson(connection, clientId, eventId, person, choice),
    cancelPerson: (clientId, eventId, person) => cancelPerson(connection, clientId, eventId, person),
    forgetPerson: (clientId, email) => forgetPerson(connection, clientId, email),
    readEvent: (clientId, eventId) => readEvent(connection, clientId, eventId),
    readRegistrationFields: (clientId, eventId) => readRegistrationFields(connection, clientId, eventId),
    readAccount: (clientId) => readAccount(connection, clientId),
    listEvents: (clientId, period) => listEvents(connection, clientId, period),
    readAttendees: (clientId, eventId, choice) => readAttendees(connection, clientId, eventId, choice),
    close: () => connection.close(),
  };
}
