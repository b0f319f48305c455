/** After a click its message is drawn before anything else. */
import { priorities } from '../jobs/catalogue.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Tx } from '../store/database.ts';
import type { Registrant } from '../store/schema/registrants.ts';

export function promiseClickDrawing(tx: Tx, registrant: Pick<Registrant, 'messageId'>): void {
  if (registrant.messageId === null) return;
  enqueue(tx, 'draw-message', { messageId: registrant.messageId }, { priority: priorities.click });
}
