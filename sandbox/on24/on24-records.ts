/** What the simulated ON24 holds and remembers: events, registrants, attendance, calls. */

export interface RegistrationField {
  /** As on the registration page, in snake_case. */
  readonly fieldId: string;
  readonly caption: string;
  readonly fieldType: 'textbox' | 'listbox';
  readonly validation: 'none' | 'email';
  readonly isRequired: boolean;
  /** Only of a listbox. */
  readonly options?: readonly string[];
}

export interface SandboxEvent {
  readonly id: number;
  readonly clientId: number;
  readonly title: string;
  readonly abstract: string;
  readonly isActive: boolean;
  /** Deleted events are unknown to every call. */
  readonly isDeleted: boolean;
  readonly timeZone: string;
  /** The scheduled start; the lobby opens at `lobbyOpensAt`. */
  readonly startsAt: Date;
  readonly lobbyOpensAt: Date;
  readonly endsAt: Date;
  readonly archiveOpensAt: Date;
  readonly archiveEndsAt: Date;
  readonly audienceKey: string;
  readonly campaignCode: string | null;
  readonly contentType: string;
  readonly fields: readonly RegistrationField[];
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** Attendance of one person: minutes as ON24 counts them; undefined means never opened. */
export interface Attendance {
  readonly liveMinutes: number | undefined;
  readonly archiveMinutes: number | undefined;
  readonly archiveAt: Date | undefined;
  readonly isAnonymous: boolean;
}

export interface SandboxRegistrant {
  readonly eventUserId: number;
  readonly eventId: number;
  /** Replaced by `{eventUserId}-deleted` when forgotten. */
  readonly email: string;
  /** Every other field under its REST name in lower case, as stored. */
  readonly fields: Readonly<Record<string, string>>;
  readonly isBlocked: boolean;
  /** Cancelled through isDeleted=Y. */
  readonly isDeleted: boolean;
  readonly isForgotten: boolean;
  readonly createdAt: Date;
  readonly lastActivityAt: Date;
  readonly attendance: Attendance | undefined;
}

/** How somebody attended; 0 minutes is a launch without a counted minute. */
export interface Watching {
  readonly liveMinutes?: number;
  readonly archiveMinutes?: number;
  /** When the recording was opened; now when absent. */
  readonly archiveAt?: Date;
  readonly isAnonymous?: boolean;
}

export interface On24Call {
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Form fields under lower-case names; the raw text when the body is no form; undefined if there is none. */
  readonly body: Readonly<Record<string, string>> | string | undefined;
  /** HTTP status; 'cut' or 'unanswered' when there was no reply. */
  readonly status: number | 'cut' | 'unanswered';
  /** The message of a failure. */
  readonly message: string | undefined;
  /** The fault that was played on it. */
  readonly fault: string | undefined;
}

export type On24Mode =
  | 'fine'
  | 'down'
  | 'refuses'
  | 'throttled'
  | 'inactive-event'
  | 'bad-credentials'
  | 'no-answer';
