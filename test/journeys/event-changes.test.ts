/** The event itself changes in ON24 while people ask to join it. */
import { expect, test } from 'vitest';
import {
  clickFor,
  messagesWith,
  messageWith,
  rowWith,
  textOf,
  told,
  valueFor,
} from '../support/channel-reading.ts';
import { ada, ask, charles, expectStatus, rowFor } from '../support/people-who-ask.ts';
import { channelId, eventId, jo, mara, usherForThisTest } from '../support/usher-under-test.ts';

const hour = 60 * 60 * 1000;

test('a webinar that was moved is told once, its message shows the new time, and after its end an approval asks first', async () => {
  const it = await usherForThisTest();
  const [adaLead = 0, charlesLead = 0] = await ask(it, ada, charles);
  const before = it.on24.event(eventId)?.startsAt ?? new Date(0);
  const startsAt = new Date(before.getTime() + 26 * hour);
  it.on24.updateEvent(eventId, { startsAt });
  const refresh = () => it.slack.as(mara).command(channelId, '/webinar', 'refresh');
  await refresh();
  await messageWith(it.slack, '"Zero-trust in practice" was moved: from');
  const date = (at: Date) => `<!date^${at.getTime() / 1000}^`;
  await it.slack.until('the message shows the new time', () =>
    messagesWith(it.slack, '[Approve]').some((message) => textOf(message).includes(date(startsAt))),
  );
  expect(messagesWith(it.slack, '[Approve]')).toHaveLength(1);
  expect(messagesWith(it.slack, '[Approve]').map(textOf).join()).not.toContain(date(before));

  it.clock.moveTo(new Date(startsAt.getTime() + 2 * hour));
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await told(
    it.slack,
    mara,
    'The webinar is over. Approved people can watch the recording while ON24 keeps it',
  );
  expect((await rowFor(it, adaLead)).decision).toBeNull();
  await it.slack.until('the message asks', () =>
    messagesWith(it.slack, 'Ada Lovelace', '[Approve]').some((message) =>
      valueFor(message, 'Ada Lovelace', 'approve').endsWith('.late'),
    ),
  );
  await clickFor(it.slack, jo, 'Ada Lovelace', 'approve');
  await expectStatus(it, adaLead, 'registered');
  await rowWith(it.slack, 'Ada Lovelace', '· registered');

  it.clock.advance(366 * 24 * hour);
  await clickFor(it.slack, jo, 'Charles Babbage', 'approve');
  await told(it.slack, jo, 'ON24 takes nobody any more');
  expect(await rowFor(it, charlesLead)).toMatchObject({ status: 'pending_approval', decision: null });
  await clickFor(it.slack, jo, 'Charles Babbage', 'waitlist');
  await expectStatus(it, charlesLead, 'waitlisted');
  expect(messagesWith(it.slack, 'was moved: from')).toHaveLength(1);
});
