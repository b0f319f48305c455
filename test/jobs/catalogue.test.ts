/** The catalogue of jobs: payloads hold ids only, equal promises are one job, and waits burn no attempts. */
import { describe, expect, it } from 'vitest';
import { catalogue, type JobName, priorities } from '../../src/jobs/catalogue.ts';
import { promised } from '../../src/jobs/enqueue.ts';
import { knownWait } from '../../src/jobs/known-waits.ts';
import { standingJobs } from '../../src/jobs/standing-jobs.ts';
import { campaignFlag } from '../../src/store/adapter-flags.ts';

const names = Object.keys(catalogue);
const once = { delayMs: 0, keepsEarlier: false };

/** The parts of a job's manners that every job has, whatever its payload. */
interface AnyManners {
  payload: { shape: Record<string, { safeParse(value: unknown): { success: boolean } }> };
}
const fieldsOf = (name: string) => {
  const manners: Record<string, AnyManners | object> = catalogue;
  const payload = manners[name];
  if (payload === undefined || !('payload' in payload)) throw new Error(`no payload of "${name}"`);
  return Object.entries(payload.payload.shape);
};

describe('a job’s payload', () => {
  it.each(names)('holds nothing that tells of a person: %s', (name) => {
    for (const [field, schema] of fieldsOf(name)) {
      expect(`${field}: ${schema.safeParse('ada@acme-corp.example').success}`).toBe(`${field}: false`);
      expect(`${field}: ${schema.safeParse({ name: 'Ada' }).success}`).toBe(`${field}: false`);
    }
  });

  it('is checked when it is promised', () => {
    expect(() => promised('draw-message', { messageId: 0 }, {})).toThrow();
    expect(() => promised('draw-message', { messageId: 1.5 }, {})).toThrow();
  });

  it('drops what does not belong there', () => {
    const payload = { messageId: 31, email: 'ada@acme-corp.example' };
    expect(promised('draw-message', payload, {}).payload).toEqual({ messageId: 31 });
  });
});

describe('a promise', () => {
  it('of the same work is the same job, and of other work another', () => {
    const key = (messageId: number) => promised('draw-message', { messageId }, {}).key;
    expect(key(31)).toBe(key(31));
    expect(key(31)).not.toBe(key(32));
  });

  it('never meets a promise of another kind, although both are about the same number', () => {
    const keys = [
      promised('settle-decision', { registrantId: 7 }, {}),
      promised('register-registrant', { registrantId: 7, webinarId: 7 }, {}),
      promised('draw-message', { messageId: 7 }, {}),
      promised('gather-arrivals', { webinarId: 7 }, {}),
      promised('confirm-members', { webinarId: 7 }, {}),
      promised('request-registration', { webinarId: 7 }, {}),
      promised('watch-adapter', { webinarId: 7 }, {}),
      promised('write-marketo', { webinarId: 7 }, {}),
      promised('read-hinted', { webinarId: 7 }, {}),
      promised('sweep-webinar', { webinarId: 7 }, {}),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('takes the catalogue’s priority unless a click is behind it', () => {
    expect(promised('draw-message', { messageId: 31 }, {}).priority).toBe(priorities.outcome);
    expect(promised('draw-message', { messageId: 31 }, { priority: priorities.click }).priority).toBe(
      priorities.click,
    );
    expect(priorities.click).toBeLessThan(priorities.outcome);
    expect(priorities.outcome).toBeLessThan(priorities.arrival);
  });

  it('runs at once unless it says otherwise', () => {
    expect(promised('gather-arrivals', { webinarId: 7 }, {})).toMatchObject(once);
    expect(
      promised('gather-arrivals', { webinarId: 7 }, { delayMs: 2_000, keepsEarlier: true }),
    ).toMatchObject({
      delayMs: 2_000,
      keepsEarlier: true,
    });
  });
});

describe('work of one kind', () => {
  const queues = <Name extends JobName>(make: (id: number) => ReturnType<typeof promised<Name>>) =>
    new Set(Array.from({ length: 200 }, (_, id) => make(id + 1).queue));

  it('on one message runs one at a time, and on many messages sixteen at a time', () => {
    expect(queues((messageId) => promised('draw-message', { messageId }, {})).size).toBe(16);
  });

  it('on Marketo runs five at a time, whatever the work', () => {
    interface Manners {
      queue?(payload: never): string;
      flags?(payload: never): string[];
    }
    const queuesOf = (name: string) => {
      const { queue, flags }: Manners = (catalogue as Record<string, Manners>)[name] ?? {};
      const payloads = Array.from({ length: 200 }, (_, id) =>
        Object.fromEntries(fieldsOf(name).map(([field]) => [field, id + 1])),
      );
      const isMarketos =
        name === 'try-marketo' || payloads.some((one) => flags?.(one as never).includes('marketo'));
      return isMarketos ? payloads.map((one) => queue?.(one as never) ?? `none for ${name}`) : [];
    };
    expect([...new Set(names.flatMap(queuesOf))].sort()).toEqual([
      'marketo-0',
      'marketo-1',
      'marketo-2',
      'marketo-3',
      'marketo-4',
    ]);
  });

  it('waits while its connection is paused, and only then', () => {
    expect(promised('write-marketo', { webinarId: 7 }, {}).flags).toEqual(['marketo']);
    expect(promised('draw-message', { messageId: 7 }, {}).flags).toEqual(['slack']);
    expect(promised('register-registrant', { registrantId: 1, webinarId: 7 }, {}).flags).toEqual([
      'on24',
      'on24:webinar:7',
    ]);
    expect(promised('request-registration', { webinarId: 7 }, {}).flags).toEqual([
      'marketo',
      campaignFlag(7),
    ]);
    expect(promised('watch-adapter', { webinarId: 7 }, {}).flags).toEqual(['marketo']);
    expect(promised('settle-decision', { registrantId: 1 }, {}).flags).toBeNull();
    expect(promised('try-connections', {}, {}).flags).toBeNull();
  });
});

describe('a standing job', () => {
  it.each(standingJobs)('needs nothing to be begun: %s', (name) => {
    expect(promised(name, {}, {}).payload).toEqual({});
  });
});

describe('a known wait', () => {
  const failing = (retryAfterMs?: number) => ({ kind: 'unavailable' as const, retryAfterMs });
  const spread = (least: number, wait: number) => {
    expect(wait).toBeGreaterThanOrEqual(least);
    expect(wait).toBeLessThanOrEqual(Math.round(least * 1.2));
  };

  it('is as long as the outside system says, and never shorter', () => {
    spread(17_000, knownWait(failing(17_000)).againInMs);
    spread(7_200_000, knownWait(failing(7_200_000), 9).againInMs);
  });

  it('doubles with each attempt, up to a minute', () => {
    [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000].forEach((least, attempt) => {
      spread(least, knownWait(failing(), attempt).againInMs);
    });
    spread(60_000, knownWait(failing(), 4_000).againInMs);
  });
});
