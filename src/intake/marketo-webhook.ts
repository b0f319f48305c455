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
  onHint(outcome: 'taken' | 'unknown_program' | 'malformed' | 'wrong_secret' | 'late', detail?: string): void;
  /** A database that is slower than this is not waited for. Default 5,000. */
  answersWithinMs?: number;
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

/** Marketo calls at most twenty webhooks at a time, the customer's others among them, and gives up after 30 s. */
const answersWithinMs = 5_000;

const largestBody = 64 * 1024;

export const webhookPath = '/marketo/webhook';

export function marketoWebhook({ db, secret, onHint, ...parts }: WebhookParts): Hono {
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
      const outcome = await within(parts.answersWithinMs ?? answersWithinMs, takeHint(db, read));
      onHint(outcome, outcome === 'unknown_program' ? `program ${read.programId}` : undefined);
      if (outcome === 'late') {
        return context.json(
          { ok: false, error: 'The database is slow now; the next poll finds it too.' },
          503,
        );
      }
      return context.json({ ok: true });
    },
  );
  return routes;
}

async function takeHint(db: Db, { programId, leadId }: z.output<typeof hint>) {
  return transact(db, async (tx) => {
    const webinar = await findWebinarOfProgram(tx, programId);
    if (!webinar) return 'unknown_program';
    await addHints(tx, webinar.id, [leadId]);
    enqueue(tx, 'read-hinted', { webinarId: webinar.id });
    return 'taken';
  });
}

/** What is late may still be saved, and a failure of it is told to whoever still waits. */
async function within<Outcome>(timeoutMs: number, work: Promise<Outcome>): Promise<Outcome | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
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
