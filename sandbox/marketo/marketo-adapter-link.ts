/** What the legacy ON24 adapter inside Marketo asks of the ON24 side; a test or the demo links it. */

export interface AdapterPerson {
  readonly programId: number;
  readonly leadId: number;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly title: string | null;
}

export type AdapterAnswer =
  | { readonly webinarUrl: string; readonly registrationCode?: string }
  | { readonly statusReason: string };

export interface AdapterAttendee {
  readonly email: string;
  readonly attended: 'live' | 'on-demand';
}

export interface AdapterLink {
  /** Registers one person; a rejection counts as a registration error with its message. */
  register(person: AdapterPerson): Promise<AdapterAnswer>;
  /** Everybody who came, as of now; an empty list while ON24 has nothing yet. */
  attendees(programId: number): Promise<readonly AdapterAttendee[]>;
  /** Whether the webinar is over, so that No Show may be set. */
  isOver(programId: number): boolean;
}
