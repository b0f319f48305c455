import { expect, test } from 'vitest';
import { errorsCommand } from '../../src/alerts/errors-command.ts';
import { watchConnections } from '../../src/alerts/watch-connections.job.ts';
import { noteTrouble } from '../../src/store/connection-fault-store.ts';
import { alertsForThisTest, narnia } from './alerts-under-test.ts';

const phone = 'The phone <!channel> number is too short.';

async function asking(people: number) {
  const it = await alertsForThisTest(people);
  const answer = async (argument = '', userId = 'U0JO') =>
    String(await errorsCommand(it.db).answer({ userId, channelId: it.webinar.slackChannelId, argument }));
  return { ...it, answer };
}

test('a webinar without an error is said to be well', async () => {
  const it = await asking(1);
  expect(await it.answer()).toMatch(/^Everything is well with "/);
});

test('each open alert is a line with its people and its reason, as text', async () => {
  const it = await asking(4);
  await it.fail(narnia, 1, 2);
  await it.fail(phone, 3);
  await it.settle();
  const answer = await it.answer();
  expect(answer).toContain(`• 2 people: ${narnia} · since <!date^`);
  expect(answer).toContain('• 1 person: The phone &lt;!channel&gt; number is too short.');
  expect(answer).toContain(`The messages in <#${it.webinar.slackChannelId}> have the buttons`);
});

test('those whose alert was dismissed are counted apart', async () => {
  const it = await asking(3);
  await it.fail(narnia, 1, 2);
  await it.settle();
  await it.dismiss(1);
  expect(await it.answer()).toContain('2 people with an error whose alert was dismissed');
});

test('a broken connection is told with those who wait for it', async () => {
  const it = await asking(2);
  await noteTrouble(it.db, 'on24', { kind: 'misconfigured', isThrottling: false, words: 'wrong or invalid' });
  await watchConnections(it.db)({});
  expect(await it.answer()).toContain('• ON24 cannot be used: wrong or invalid · 2 people waiting');
});

test('who may not decide is told nothing of it, and an unknown webinar is answered with what there is', async () => {
  const it = await asking(1);
  await it.fail(narnia, 1);
  await it.settle();
  expect(await it.answer('1', 'U0SAM')).not.toContain('Narnia');
  expect(await it.answer('nothing like it')).toContain('I know no such webinar');
});
