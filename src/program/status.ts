/** The statuses of a registrant in a webinar: one list that feeds the type, the database check and the table of moves. */

export const statuses = [
  'not_in_program',
  'invited',
  'pending_approval',
  'waitlisted',
  'rejected',
  'registering',
  'registered',
  'registration_error',
  'no_show',
  'attended',
  'attended_on_demand',
] as const;

export type Status = (typeof statuses)[number];

/** Marketo's default steps for a Webinar channel, with Pending Approval and Rejected as an administrator should add them. */
export const defaultSteps = {
  not_in_program: 0,
  invited: 10,
  pending_approval: 15,
  waitlisted: 20,
  rejected: 20,
  registering: 20,
  registered: 20,
  registration_error: 20,
  no_show: 30,
  attended: 40,
  attended_on_demand: 50,
} as const satisfies Record<Status, number>;

/** What each status is called in Marketo unless the program's channel says otherwise, and in front of people. */
export const statusTitles = {
  not_in_program: 'Not in Program',
  invited: 'Invited',
  pending_approval: 'Pending Approval',
  waitlisted: 'Waitlisted',
  rejected: 'Rejected',
  registering: 'Registering',
  registered: 'Registered',
  registration_error: 'Registration Error',
  no_show: 'No Show',
  attended: 'Attended',
  attended_on_demand: 'Attended On-demand',
} as const satisfies Record<Status, string>;

/** The statuses that take a place of the webinar's capacity; an error keeps its place for the retry. */
export const statusesThatTakeAPlace = [
  'registering',
  'registered',
  'registration_error',
] as const satisfies Status[];
