/** Every REST endpoint of the simulator, and what is said about paths that are none. */
import { Hono } from 'hono';
import { activityEndpoints } from './marketo-activities.ts';
import { assetEndpoints } from './marketo-assets.ts';
import { campaignEndpoints } from './marketo-campaigns.ts';
import { envelope, MarketoRefusal, refusalEnvelope } from './marketo-envelope.ts';
import { leadEndpoints } from './marketo-leads.ts';
import { memberReads } from './marketo-member-reads.ts';
import { memberWrites } from './marketo-member-writes.ts';
import type { MarketoQuota } from './marketo-quota.ts';
import type { MarketoState } from './marketo-state.ts';

export function marketoEndpoints(state: MarketoState, quota: MarketoQuota): Hono {
  const app = new Hono();
  memberReads(app, state);
  memberWrites(app, state);
  leadEndpoints(app, state);
  activityEndpoints(app, state);
  assetEndpoints(app, state);
  campaignEndpoints(app, state);
  app.get('/rest/v1/stats/usage.json', () => {
    const { date, total } = quota.usage();
    return envelope([{ date, total, users: [{ userId: 'usher@acme.example', count: total }] }]);
  });
  app.notFound((context) => {
    const { method, path } = context.req;
    const isOtherMethod = ['GET', 'POST'].some(
      (other) => other !== method && app.router.match(other, path)[0].length > 0,
    );
    return isOtherMethod
      ? refusalEnvelope('605', `HTTP Method '${method}' not supported`)
      : refusalEnvelope('610', 'Requested resource not found');
  });
  app.onError((error) => {
    if (error instanceof MarketoRefusal) return refusalEnvelope(error.code, error.message);
    throw error;
  });
  return app;
}
