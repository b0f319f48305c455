/** Marketo's webhook: a hint that somebody changed, written down and answered at once; the member is re-read later. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import type { Db } from '../store/database.ts';
import { addHints } from '../store/hint-store.ts';
import { findWebinarOfProgram } from '../store/webinar-store.ts';

export interface WebhookParts {
  db: Db;
  /** Compared with the header `x-usher-secret`; without one the webhook is off. */
  secret: string | undefined;
  onHint(outcome: 'taken' | 'unknown_program' | 'malformed' | 'wrong_secret', detail?: string): void;
}

/** Marketo writes numeric tokens quoted or not, as the administrator's template has it. */
const id = z
  .union([
    z.int(),
    z
      .string()
      .trim()
      .regex(/^\d{1,10}$/)
      .transform(Number),
  ])
  .pipe(z.int().positive().max(2_147_483_647));
const hint = z.object({ programId: id, leadId: id });

const largestBody = 64 * 1024;

export const webhookPath = '/marketo/webhook';

export function marketoWebhook({ db, secret, onHint }: WebhookParts): Hono {
  const routes = new Hono();
  routes.post(
    webhookPath,
    async (context, next) => {
      if (secret === undefined) {
        return context.json(
          { ok: false, error: 'The webhook is off: MARKETO_WEBHOOK_SECRET is not set.' },
          404,
        );
      }
      if (!isEqual(context.req.header('x-usher-secret') ?? '', secret)) {
        onHint('wrong_secret');
        return context.json(
          { ok: false, error: 'The header x-usher-secret does not hold the right secret.' },
          401,
        );
      }
      return next();
    },
    bodyLimit({
      maxSize: largestBody,
      onError: (context) => context.json({ ok: false, error: 'The body is larger than 64 KB.' }, 413),
    }),
    async (context) => {
      const read = readHint(await context.req.text());
      if ('fault' in read) {
        onHint('malformed', read.fault);
        return context.json({ ok: false, error: read.fault }, 400);
      }
      const isTaken = await transact(db, async (tx) => {
        const webinar = await findWebinarOfProgram(tx, read.programId);
        if (!webinar) return false;
        await addHints(tx, webinar.id, [read.leadId]);
        enqueue(tx, 'read-hinted', { webinarId: webinar.id });
        return true;
      });
      onHint(isTaken ? 'taken' : 'unknown_program', isTaken ? undefined : `program ${read.programId}`);
      return context.json({ ok: true });
    },
  );
  return routes;
}

function readHint(body: string): z.output<typeof hint> | { fault: string } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return {
      fault:
        'The body is not JSON. String tokens bring their own quotes: write {{program.Name}}, not "{{program.Name}}".',
    };
  }
  const parsed = hint.safeParse(json);
  return parsed.success
    ? parsed.data
    : { fault: 'The body needs programId and leadId, as numbers: {{program.id}} and {{lead.Id}}.' };
}

/** Compares digests, which have one length, in constant time. */
function isEqual(given: string, wanted: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
