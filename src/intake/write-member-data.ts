/** Writes join links, registration codes and reasons to members; a reason that Marketo refuses stops nothing else. */
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { type WantedMemberData, wantedMemberData } from '../jobs/wanted-member-data.ts';
import { wantsMarketoWrite } from '../jobs/what-follows.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { MemberData, MemberDataResult } from '../outside/marketo/marketo-words.ts';
import type { Tx } from '../store/database.ts';
import { type MemberDataBelief, noteMemberData } from '../store/marketo-belief-store.ts';
import { changeRegistrant, lockRegistrantsOfLeads } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { followMembers, type IntakeParts } from './follow-members.ts';
import { noteInHistory, noteNotTaken } from './take-write-results.ts';

interface Wish {
  row: Registrant;
  data: WantedMemberData;
}

interface Answer extends Wish {
  outcome: MemberDataResult['outcome'];
  /** Marketo's code and words, where it did not simply do it. */
  words: string;
}

/** One call for all fields of all people. Returns those whose status must wait: without their link, or gone. */
export async function writeMemberData(
  parts: IntakeParts,
  webinar: Webinar,
  rows: readonly Registrant[],
): Promise<Set<number>> {
  const wishes = rows.flatMap((row): Wish[] => {
    const data = wantedMemberData(webinar, row);
    return data ? [{ row, data }] : [];
  });
  const first = await ask(parts, webinar, wishes);
  // Whether it was the reason that Marketo refused is learnt by leaving it out.
  const second = await ask(parts, webinar, first.answers.flatMap(withoutReason(first.isRefusedAsAWhole)));
  const answers = first.answers.map(
    (answer) => second.answers.find(({ row }) => row.id === answer.row.id) ?? answer,
  );
  const refused = answers.filter((answer) => answer.outcome === 'refused' && !isReasonOnly(answer));
  const reasons = first.answers.filter(
    ({ row, data, outcome }) =>
      outcome === 'refused' && data.reason !== undefined && !refused.some((other) => other.row.id === row.id),
  );
  await transact(parts.db, (tx) => takeAnswers(tx, webinar, { answers, refused, reasons }));
  const gone = answers.filter(({ outcome }) => outcome === 'not-a-member');
  await followGone(parts, webinar, gone);
  return new Set([...gone, ...refused].map(({ row }) => row.leadId));
}

async function ask(
  { marketo }: IntakeParts,
  webinar: Webinar,
  wishes: readonly Wish[],
): Promise<{ answers: Answer[]; isRefusedAsAWhole: boolean }> {
  if (wishes.length === 0) return { answers: [], isRefusedAsAWhole: false };
  try {
    const results = await marketo.writeMemberData(webinar.programId, wishes.map(asMarketoTakesIt(webinar)));
    const byLead = new Map(results.map((result) => [result.leadId, result]));
    const answers = wishes.map((wish): Answer => {
      const result = byLead.get(wish.row.leadId);
      const words = `${result?.code ?? ''} ${result?.words ?? ''}`.trim();
      return { ...wish, outcome: result?.outcome ?? 'refused', words };
    });
    return { answers, isRefusedAsAWhole: false };
  } catch (error) {
    const isAboutFields =
      error instanceof OutsideFailure && error.scope === 'event' && error.cause === 'bad-request';
    if (!isAboutFields || wishes.every(({ data }) => data.reason === undefined)) throw error;
    const words = `${error.code ?? ''} ${error.words}`.trim();
    return {
      answers: wishes.map((wish) => ({ ...wish, outcome: 'refused', words })),
      isRefusedAsAWhole: true,
    };
  }
}

const asMarketoTakesIt =
  ({ reasonField }: Webinar) =>
  ({ row, data: { reason, ...data } }: Wish): MemberData => ({
    leadId: row.leadId,
    ...data,
    ...(reasonField !== null && reason !== undefined && { fields: { [reasonField]: reason || null } }),
  });

const withoutReason =
  (isRefusedAsAWhole: boolean) =>
  ({ row, data: { reason, ...data }, outcome }: Answer): Wish[] => {
    if (outcome !== 'refused' || Object.keys(data).length === 0) return [];
    return reason !== undefined || isRefusedAsAWhole ? [{ row, data }] : [];
  };

function isReasonOnly({ data }: Wish): boolean {
  return Object.keys(data).every((field) => field === 'reason');
}

interface Sorted {
  answers: readonly Answer[];
  /** Something that the status depends on. */
  refused: readonly Answer[];
  /** Their reason was not taken; all else was. */
  reasons: readonly Answer[];
}

async function takeAnswers(tx: Tx, webinar: Webinar, { answers, refused, reasons }: Sorted): Promise<void> {
  const leadIds = answers.map(({ row }) => row.leadId);
  const rows = new Map((await lockRegistrantsOfLeads(tx, webinar.id, leadIds)).map((row) => [row.id, row]));
  const updated = answers.filter(({ outcome }) => outcome === 'updated');
  await noteMemberData(tx, new Map(updated.map(({ row, data }) => [row.id, believed(data)])));
  for (const { row: asked, data, words } of reasons) {
    const row = rows.get(asked.id);
    if (row) await noteReasonRefused(tx, row, data.reason ?? '', words);
  }
  for (const answer of refused) {
    const row = rows.get(answer.row.id);
    if (row) await noteNotTaken(tx, row, `${whatOf(answer)}: ${answer.words}`);
  }
}

/** Said once in the history; and once in the channel, when it turns out that Marketo does not take the field from anybody. */
async function noteReasonRefused(tx: Tx, row: Registrant, reason: string, words: string): Promise<void> {
  await changeRegistrant(tx, row.id, { marketoReasonRefused: reason });
  await noteInHistory(tx, row, `Marketo did not take the reason: ${words}`);
  enqueue(tx, 'check-reason-fields', {});
}

function believed({ webinarUrl, registrationCode, reason }: WantedMemberData): MemberDataBelief {
  return {
    ...(webinarUrl !== undefined && { marketoWebinarUrl: webinarUrl }),
    ...(registrationCode !== undefined && { marketoRegistrationCode: registrationCode }),
    ...(reason !== undefined && { marketoReason: reason || null }),
  };
}

function whatOf({ data }: Wish): string {
  return data.webinarUrl === undefined ? 'the registration code' : 'the join link';
}

/** Marketo calls them no members: read again, and told of where its own list says otherwise. */
async function followGone(parts: IntakeParts, webinar: Webinar, gone: readonly Answer[]): Promise<void> {
  if (gone.length === 0) return;
  const leadIds = gone.map(({ row }) => row.leadId);
  const stale = await followMembers(parts, webinar, leadIds);
  const read = leadIds.filter((leadId) => !stale.includes(leadId));
  await transact(parts.db, async (tx) => {
    for (const row of await lockRegistrantsOfLeads(tx, webinar.id, read)) {
      const answer = gone.find(({ row: { id } }) => id === row.id);
      const isStillWanted = wantsMarketoWrite(webinar, row) && wantedMemberData(webinar, row) !== undefined;
      if (answer && isStillWanted) await noteNotTaken(tx, row, `${whatOf(answer)}: ${answer.words}`);
    }
  });
}
