/** What the simulated Marketo holds and remembers: people, memberships, activities, mails, calls. */

export interface SandboxLead {
  readonly id: number;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly title: string | null;
  readonly unsubscribed: boolean;
  /** Further form fields by their REST name, such as `country`. */
  readonly answers: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The lead fields that a person or a form may change. */
export type LeadChange = Partial<Omit<SandboxLead, 'id' | 'createdAt' | 'updatedAt'>>;

/** What somebody types into the registration form; the e-mail address finds or makes the lead. */
export interface FormFill {
  readonly email: string;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly company?: string | null;
  readonly title?: string | null;
  readonly answers?: Readonly<Record<string, string>>;
}

export interface SandboxProgram {
  readonly id: number;
  readonly name: string;
  /** Name of its channel. */
  readonly channel: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface SandboxMember {
  /** The number that activities call "Program Member ID". */
  readonly memberId: number;
  readonly programId: number;
  readonly leadId: number;
  readonly statusName: string;
  readonly statusReason: string | null;
  readonly webinarUrl: string | null;
  readonly registrationCode: string | null;
  /** Custom program-member fields by name; see the switch `customMemberFields`. */
  readonly custom: Readonly<Record<string, string | null>>;
  readonly reachedSuccess: boolean;
  readonly reachedSuccessDate: Date | null;
  readonly acquiredBy: boolean;
  readonly membershipDate: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type ActivityValue = string | number | boolean;

/** Type 104 is Change Program Status, 2 is Fill Out Form. */
export interface SandboxActivity {
  readonly id: number;
  readonly typeId: number;
  readonly leadId: number;
  readonly at: Date;
  readonly assetId: number;
  readonly assetName: string;
  readonly attributes: readonly { readonly name: string; readonly value: ActivityValue }[];
}

/** A mail that a child campaign sent: `body` has its tokens filled as they were at that moment. */
export interface SandboxMail {
  readonly at: Date;
  readonly programId: number;
  readonly leadId: number;
  readonly campaign: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** A trigger campaign with "Campaign is Requested", whose first flow step changes the program status. */
export interface SandboxCampaign {
  readonly id: number;
  readonly programId: number;
  readonly name: string;
  readonly type: 'trigger' | 'batch';
  readonly active: boolean;
  readonly statusName: string;
}

export interface MarketoCall {
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The parsed JSON body, the text if it is not JSON, undefined if there is none. */
  readonly body: unknown;
  /** HTTP status; 'cut' when the connection was cut instead of a reply. */
  readonly status: number | 'cut';
  /** Error codes of the whole call, then those of its records. */
  readonly codes: readonly string[];
}

export interface WebhookAnswer {
  readonly at: Date;
  readonly status: number | 'failed';
  readonly body: string;
  readonly durationMs: number;
}

export type StatusCause = 'rest' | 'hand' | 'flow' | 'adapter';
