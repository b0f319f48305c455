/** When a decision's hold is over, the registrant moves to what was decided. */
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { promiseMarketo } from '../jobs/what-follows.ts';
import { statusAfter } from '../program/registrant.ts';
import type { Db } from '../store/database.ts';
import { databaseNow } from '../store/decider-store.ts';
import { takenBack } from '../store/former-decision.ts';
import { addHistory } from '../store/history-store.ts';
import { changeRegistrant, lockRegistrant } from '../store/registrant-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { carryOut } from './carry-out.ts';
import { promiseClickDrawing } from './click-drawing.ts';

export function settleDecision(db: Db): Handler<'settle-decision'> {
  return ({ registrantId }) =>
    transact(db, async (tx) => {
      const row = await lockRegistrant(tx, registrantId);
      const webinar = row && (await findWebinar(tx, row.webinarId));
      if (!webinar || !row.holdsUntil || !row.decision) return undefined;
      const leftMs = row.holdsUntil.getTime() - (await databaseNow(tx)).getTime();
      if (leftMs > 0) return { againInMs: leftMs };

      const actor = row.decidedBy ?? 'usher';
      const to = statusAfter[row.decision];
      const moved = await carryOut(tx, webinar, row, row.decision);
      if (moved.moved) return undefined;
      // The row has moved under the hold to where the decision no longer leads anywhere.
      const ended = await changeRegistrant(
        tx,
        row.id,
        row.formerDecision ? takenBack(row) : { holdsUntil: null },
      );
      await addHistory(tx, {
        webinarId: webinar.id,
        registrantId: row.id,
        episode: row.episode,
        event: 'hold_ended',
        fromStatus: row.status,
        toStatus: to,
        actor,
        reason: moved.why,
      });
      promiseClickDrawing(tx, row);
      await promiseMarketo(tx, webinar, ended);
      return undefined;
    });
}
