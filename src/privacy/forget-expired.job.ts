/** People of webinars that are over for longer than their webinar keeps them are forgotten, some at a time. */
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import type { Db } from '../store/database.ts';
import { stillKnown } from '../store/forget-store.ts';
import { allWebinars } from '../store/webinar-store.ts';
import { forgetPeople } from './forget-people.ts';
import { isExpired } from './retention.ts';

const atOnce = 200;

/** Once a night; webinars that were disconnected keep nobody for longer either. */
export function forgetExpired({ db, now }: { db: Db; now: () => Date }): Handler<'forget-expired'> {
  return async () => {
    for (const webinar of await allWebinars(db)) {
      if (!isExpired(webinar, now())) continue;
      const forgotten = await transact(db, async (tx) => {
        const people = await stillKnown(tx, webinar.id, atOnce);
        await forgetPeople(
          tx,
          people.map(({ id }) => id),
        );
        return people.length;
      });
      if (forgotten === atOnce) return { againInMs: 0 };
    }
    return undefined;
  };
}
