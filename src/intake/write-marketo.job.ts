/** Makes Marketo's status and link equal what a webinar's rows want, in batches; nothing is written over what a person did there. */
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { wantsLink, wantsMarketoWrite, wantsStatus } from '../jobs/what-follows.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { MemberDataResult } from '../outside/marketo/marketo-words.ts';
import { dueForMarketo, noteLinks, settleDue } from '../store/marketo-belief-store.ts';
import { changeRegistrant, lockRegistrants, lockRegistrantsOfLeads } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { followMembers, type IntakeParts } from './follow-members.ts';
import {
  endIntention,
  endUnclear,
  noteNotTaken,
  saveIntention,
  takeWriteResults,
  type WriteAftermath,
} from './marketo-intention.ts';
import { waitingForMarketo } from './waiting.ts';

/** As many as Marketo takes in one call. */
const atOnce = 300;

export function writeMarketo(parts: IntakeParts): Handler<'write-marketo'> {
  return ({ webinarId }) =>
    waitingForMarketo(parts, async () => {
      const webinar = await findWebinar(parts.db, webinarId);
      const due = webinar ? await dueForMarketo(parts.db, webinarId, atOnce) : [];
      if (!webinar || due.length === 0) return undefined;
      const added = due.filter(({ marketoAddedByUs }) => marketoAddedByUs);
      if (added.length > 0) {
        await takeOutAgain(parts, webinar, added);
        return { againInMs: 0 };
      }
      const stale = await followMembers(
        parts,
        webinar,
        due.map(({ leadId }) => leadId),
      );
      const rows = (await readAgain(parts, webinar, due)).filter((row) => !stale.includes(row.leadId));
      const withoutLink = await writeLinks(parts, webinar, rows.filter(wantsLink));
      const ready = rows.filter(({ leadId }) => !withoutLink.has(leadId));
      for (const [statusName, people] of byWantedStatus(webinar, ready)) {
        await writeStatus(parts, webinar, statusName, people);
      }
      return anyLeft(parts, webinar, due);
    });
}

async function readAgain(
  { db }: IntakeParts,
  webinar: Webinar,
  due: readonly Registrant[],
): Promise<Registrant[]> {
  const ids = due.map(({ id }) => id);
  const rows = await transact(db, (tx) => settleDue(tx, ids, (row) => wantsMarketoWrite(webinar, row)));
  return rows.filter((row) => row.marketoIsDue);
}

/** The link goes first: the mail that Registered sets off must find it. Returns those who could not be given one. */
async function writeLinks(parts: IntakeParts, webinar: Webinar, rows: Registrant[]): Promise<Set<number>> {
  const links = rows.flatMap(({ leadId, joinLink }) =>
    joinLink === null ? [] : { leadId, webinarUrl: joinLink },
  );
  if (links.length === 0) return new Set();
  const results = await parts.marketo.writeMemberData(webinar.programId, links);
  const having = (outcome: MemberDataResult['outcome']) =>
    new Set(results.filter((result) => result.outcome === outcome).map(({ leadId }) => leadId));
  const [written, gone, refused] = [having('updated'), having('not-a-member'), having('refused')];
  await transact(parts.db, async (tx) => {
    await noteLinks(
      tx,
      rows.filter(({ leadId }) => written.has(leadId)),
    );
    for (const row of await lockRegistrantsOfLeads(tx, webinar.id, [...refused])) {
      await noteNotTaken(
        tx,
        row,
        `the join link: ${results.find(({ leadId }) => leadId === row.leadId)?.words ?? ''}`,
      );
    }
  });
  if (gone.size > 0) await followMembers(parts, webinar, [...gone]);
  return new Set([...gone, ...refused]);
}

function byWantedStatus(webinar: Webinar, rows: Registrant[]): Map<string, Registrant[]> {
  const groups = new Map<string, Registrant[]>();
  for (const row of rows) {
    const statusName = wantsStatus(webinar, row);
    if (statusName) groups.set(statusName, [...(groups.get(statusName) ?? []), row]);
  }
  return groups;
}

async function writeStatus(
  parts: IntakeParts,
  webinar: Webinar,
  statusName: string,
  rows: Registrant[],
): Promise<void> {
  const intended = await saveIntention(parts.db, webinar, statusName, rows);
  if (intended.length === 0) return;
  const leadIds = intended.map(({ leadId }) => leadId);
  try {
    const results = await parts.marketo.writeStatus(webinar.programId, statusName, leadIds);
    await takeAftermath(
      parts,
      webinar,
      statusName,
      await takeWriteResults(parts.db, webinar, statusName, results),
    );
  } catch (error) {
    // The channel has lost that status since the webinar was connected: said, and nobody else's write waits for it.
    if (!(error instanceof OutsideFailure) || error.cause !== 'unknown-status') throw error;
    await endIntention(parts.db, webinar, statusName, leadIds, error.words);
  }
}

async function takeAftermath(
  parts: IntakeParts,
  webinar: Webinar,
  statusName: string,
  { hasAdded, unclear }: WriteAftermath,
): Promise<void> {
  if (unclear.length > 0) {
    await followMembers(parts, webinar, unclear);
    await endUnclear(parts.db, webinar, statusName, unclear);
  }
  // In the same run: the longer they stay, the likelier somebody mails them.
  if (hasAdded) {
    const due = await dueForMarketo(parts.db, webinar.id, atOnce);
    await takeOutAgain(
      parts,
      webinar,
      due.filter(({ marketoAddedByUs }) => marketoAddedByUs),
    );
  }
}

/** They had been removed between our reading and our writing: nobody is added back by us. */
async function takeOutAgain(
  parts: IntakeParts,
  webinar: Webinar,
  rows: readonly Registrant[],
): Promise<void> {
  const leadIds = rows.map(({ leadId }) => leadId);
  await parts.marketo.removeMembers(webinar.programId, leadIds);
  await transact(parts.db, async (tx) => {
    for (const row of await lockRegistrants(
      tx,
      rows.map(({ id }) => id),
    )) {
      await changeRegistrant(tx, row.id, { marketoAddedByUs: false, marketoIsDue: false });
    }
  });
  await followMembers(parts, webinar, leadIds);
}

async function anyLeft(
  { db }: IntakeParts,
  webinar: Webinar,
  done: readonly Registrant[],
): Promise<KnownWait | undefined> {
  const left = await dueForMarketo(db, webinar.id, 1);
  if (left.length === 0) return undefined;
  const isTheSame = done.some(({ id }) => id === left[0]?.id);
  return { againInMs: isTheSame ? 1_000 : 0 };
}
