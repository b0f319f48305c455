/** Asks Marketo whether the fields that webinars name for their reasons can be written; keeps a fault while one cannot. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { reasonFieldFault } from '../program/reason-field.ts';
import { isTryDue, listFaults, noteWell } from '../store/connection-fault-store.ts';
import type { Tx } from '../store/database.ts';
import { tryReasonsAgain } from '../store/marketo-belief-store.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { keepSetUpFault, setUpFlag, webinarOfSetUpFlag } from '../store/set-up-fault-store.ts';
import { listWebinars } from '../store/webinar-store.ts';
import type { IntakeParts } from './follow-members.ts';
import { waitingForMarketo } from './waiting.ts';

export interface ReasonFieldParts extends IntakeParts {
  /** Each time a field is found that cannot be written. */
  onFault(webinar: Webinar, sentence: string): void;
}

/** At the start, every night, and when Marketo has refused a reason: one call for all webinars. */
export function checkReasonFields(parts: ReasonFieldParts): Handler<'check-reason-fields'> {
  return () => waitingForMarketo(parts, () => lookAtFields(parts));
}

async function lookAtFields(parts: ReasonFieldParts): Promise<undefined> {
  const webinars = await listWebinars(parts.db);
  const naming = webinars.filter(({ reasonField }) => reasonField !== null);
  const fields = naming.length > 0 ? await parts.marketo.describeMembers() : [];
  await transact(parts.db, async (tx) => {
    for (const flag of await flagsOfOthers(tx, naming)) await noteWell(tx, flag);
    for (const webinar of naming) {
      const fault = reasonFieldFault(webinar.reasonField ?? '', fields);
      if (fault) {
        await keepSetUpFault(tx, reasonFlag(webinar.id), `${headline(webinar)}\n${fault}`);
        parts.onFault(webinar, fault);
      } else {
        await endFault(tx, webinar);
      }
    }
  });
}

function reasonFlag(webinarId: number): string {
  return setUpFlag('reason', webinarId);
}

const isReasonFlag = (flag: string) => webinarOfSetUpFlag(flag, 'reason') !== undefined;

function headline({ title }: Webinar): string {
  return `Reasons are not written to Marketo for "${title}"`;
}

/** Faults of webinars that name no field any more, or are no longer connected. */
async function flagsOfOthers(tx: Tx, naming: readonly Webinar[]): Promise<string[]> {
  const known = naming.map(({ id }) => reasonFlag(id));
  const flags = (await listFaults(tx)).map(({ flag }) => flag);
  return flags.filter((flag) => isReasonFlag(flag) && !known.includes(flag));
}

async function endFault(tx: Tx, webinar: Webinar): Promise<void> {
  const hadFault = await noteWell(tx, reasonFlag(webinar.id));
  // What the field could not take is written now; without a fault, it was the person or the words that were refused.
  if (hadFault && (await tryReasonsAgain(tx, webinar.id)))
    enqueue(tx, 'write-marketo', { webinarId: webinar.id });
}

/** Looks again now and then by itself, and when somebody asks. */
export function reasonFieldCanary(parts: ReasonFieldParts) {
  return {
    owns: isReasonFlag,
    async tryNow(flag: string) {
      return (await isTryDue(parts.db, flag)) ? checkReasonFields(parts)({}) : undefined;
    },
  };
}
