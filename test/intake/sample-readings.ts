/** Beliefs and readings of one member, for trying the merge. */
import type { Belief, Circumstances, Reading } from '../../src/intake/merge-plan.ts';
import { type Status, statusTitles } from '../../src/program/status.ts';
import type { Registrar } from '../../src/program/webinar.ts';
import { channelWith } from '../program/sample-channels.ts';

export const channel = channelWith();
export const joinedAt = new Date('2024-12-01T09:00:00Z');
export const secondsLater = (seconds: number) => new Date(joinedAt.getTime() + seconds * 1000);
export const link = 'https://event.on24.test/311512';

/** When writes were about to be sent: an hour after the person joined, in the middle of a second. */
export const savedAt = new Date(secondsLater(3600).getTime() + 400);
export const writing = (...statusNames: string[]) =>
  statusNames.map((statusName) => ({ statusName, savedAt: savedAt.toISOString() }));

export const believed = (status: Status, more: Partial<Belief> = {}): Belief => ({
  status,
  marketoBase: status === 'not_in_program' ? null : statusTitles[status],
  marketoWriting: [],
  membershipDate: status === 'not_in_program' ? null : joinedAt,
  marketoIsDue: false,
  isAnswerDue: false,
  ...more,
});
export const shown = (statusName: string, more: Partial<Reading> = {}): Reading => ({
  statusName,
  statusReason: null,
  webinarUrl: null,
  registrationCode: null,
  membershipDate: joinedAt,
  ...more,
});
export const around = (registrar: Registrar, more: Partial<Circumstances> = {}): Circumstances => ({
  channel,
  registrar,
  isFirstSweep: false,
  ...more,
});
export const on24 = around('on24');
export const adapter = around('marketo');
