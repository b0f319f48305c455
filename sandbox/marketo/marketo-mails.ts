/** The program's child campaigns: a mail for everybody who becomes Registered, Rejected or Waitlisted. */
import type { StatusRole } from './marketo-channels.ts';
import type { SandboxMail, SandboxMember, SandboxProgram } from './marketo-records.ts';
import type { MarketoState } from './marketo-state.ts';

interface MailTemplate {
  readonly campaign: string;
  readonly subject: string;
  readonly body: string;
}

const templates: Partial<Record<StatusRole, MailTemplate>> = {
  registered: {
    campaign: '02 Confirmation',
    subject: 'You are in: {{program.Name}}',
    body: 'Hello {{lead.First Name:default=there}},\nyour seat is confirmed. Join here: {{member.webinar url}}',
  },
  rejected: {
    campaign: '03 Sorry',
    subject: 'About your request: {{program.Name}}',
    body: 'Hello {{lead.First Name:default=there}},\nwe cannot offer you a seat this time. {{member.approvalNote}}',
  },
  waitlisted: {
    campaign: '04 Waiting list',
    subject: 'You are on the waiting list: {{program.Name}}',
    body: 'Hello {{lead.First Name:default=there}},\nwe will write to you as soon as a seat is free.',
  },
};

/** Sends the mail for this status with its tokens as they are now; nothing where no campaign mails. */
export function mailFor(
  state: MarketoState,
  program: SandboxProgram,
  member: SandboxMember,
  role: StatusRole,
): SandboxMail | undefined {
  const template = templates[role];
  const lead = state.leads.get(member.leadId);
  if (template === undefined || lead === undefined) return undefined;
  const tokens: Record<string, string> = {
    'program.Name': program.name,
    'lead.First Name:default=there': lead.firstName ?? 'there',
    'member.webinar url': member.webinarUrl ?? '',
    'member.approvalNote': member.custom.approvalNote ?? '',
  };
  const fill = (text: string) =>
    text.replaceAll(/\{\{(.+?)\}\}/g, (_, token: string) => tokens[token] ?? '').trimEnd();
  return {
    at: state.clock.now(),
    programId: program.id,
    leadId: lead.id,
    campaign: template.campaign,
    to: lead.email,
    subject: fill(template.subject),
    body: fill(template.body),
  };
}
