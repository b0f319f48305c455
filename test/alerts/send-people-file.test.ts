import { expect, onTestFinished, test } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import { startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { sendPeopleFile } from '../../src/alerts/send-people-file.job.ts';
import { createSlackOutbox } from '../../src/outside/slack/slack-outbox.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { alertsForThisTest, narnia } from './alerts-under-test.ts';

async function withSlack(people: number) {
  const it = await alertsForThisTest(people);
  const sandbox = await startSlackSandbox({ clock: new SandboxClock() });
  onTestFinished(() => sandbox.close());
  const slack = createSlackOutbox({
    token: world.slack.botToken,
    slackApiUrl: sandbox.apiUrl,
    budget: async () => {},
  });
  return {
    ...it,
    sandbox,
    send: (userId: string) => sendPeopleFile({ db: it.db, slack })({ alertId: 1, userId }),
  };
}

test('everybody of the alert is in the file, which only the one who asked is sent', async () => {
  const it = await withSlack(3);
  await it.fail(narnia, ...it.leadIds);
  await it.settle();
  await it.db.update(registrants).set({ title: '=cmd|calc', company: 'R&D, "Ltd"' });
  await it.move(2, { to: 'rejected', cause: 'decision', actor: 'U0JO', reason: 'Competitor' });
  expect(await it.send('U0JO')).toBeUndefined();

  const [file, ...others] = it.sandbox.files();
  expect(others).toEqual([]);
  expect(file).toMatchObject({
    name: 'registration-errors-1-1.csv',
    channelId: it.sandbox.directMessages('U0JO')?.id,
  });
  const lines = String(file?.content).split('\r\n');
  expect(lines[0]).toBe('\ufeffName,Title,Company,E-mail,Status,Reason,Since');
  expect(lines).toHaveLength(5);
  expect(lines[1]).toMatch(
    /^Ada Lovelace 1,'=cmd\|calc,"R&D, ""Ltd""",ada-1@acme-corp.example,Registration Error,The country 'Narnia' is not in the list\.,\d{4}-\d\d-\d\dT/,
  );
  expect(lines[2]).toContain('ada-2@acme-corp.example,Rejected,Competitor,');
  expect(
    it.sandbox
      .directMessages('U0JO')
      ?.messages.map(({ text }) => text)
      .join(),
  ).toContain('3 people of the alert');
  expect(it.sandbox.channel(world.slack.channel.id).messages).toEqual([]);
});

test('who may not decide any more when the file is made gets a sentence instead', async () => {
  const it = await withSlack(1);
  await it.fail(narnia, 1);
  await it.settle();
  await it.db.update(webinars).set({ approvers: ['U0MARA'] });
  expect(await it.send('U0JO')).toBeUndefined();
  expect(it.sandbox.files()).toEqual([]);
  expect(it.sandbox.ephemerals('U0JO')[0]?.text).toContain('for this webinar');
});

test('a file that Slack did not take is sent again, and one for nobody is given up', async () => {
  const it = await withSlack(1);
  await it.fail(narnia, 1);
  await it.settle();
  it.sandbox.faults.serverError('files.completeUploadExternal');
  await expect(it.send('U0JO')).rejects.toThrow('could not send a file');
  expect(await it.send('U0JO')).toBeUndefined();
  expect(it.sandbox.files()).toHaveLength(1);
  await it.db.update(webinars).set({ approvers: ['U0MARA', 'U0GONE'] });
  expect(await it.send('U0GONE')).toBeUndefined();
});

test('where the app lacks the permission to send files, the one who asked is told so', async () => {
  const it = await withSlack(1);
  await it.fail(narnia, 1);
  await it.settle();
  it.sandbox.switches.grantedScopes = ['chat:write', 'im:write'];
  expect(await it.send('U0JO')).toBeUndefined();
  expect(it.sandbox.ephemerals('U0JO')[0]?.text).toContain('files:write');
});
