/** What an administrator is told when a channel is no longer what it was, and what Usher goes on with. */
import { expect, it } from 'vitest';
import { channelChange, renamedStatuses } from '../../src/program/channel-change.ts';
import { channelWith, usualChannel } from './sample-channels.ts';

const nothingTold = () => false;
const change = (
  stored = usualChannel,
  read = usualChannel,
  told: (sentence: string) => boolean = nothingTold,
) => channelChange(stored, read, told);

it('a channel that is as it was gives nothing to say', () => {
  expect(change()).toEqual({ channel: usualChannel, sentences: [] });
});

it('a needed status that is no longer offered is told with its own name and step, and stays known', () => {
  const stored = channelWith({ registering: 'absent', rejected: { name: 'Declined', step: 22 } });
  const read = channelWith({ registering: 'absent', rejected: 'absent' });
  const { channel, sentences } = change(stored, read);
  expect(sentences).toEqual([
    'The channel "Webinar" no longer offers the status "Declined" (Rejected): it was removed, renamed or hidden. ' +
      'Put it back in Admin > Tags > Channels with step 22.',
  ]);
  expect(channel.statuses.rejected).toEqual({ name: 'Declined', step: 22 });
});

it('a status that nobody needs may go without a word', () => {
  const read = channelWith({ registering: 'absent', invited: 'absent' });
  expect(change(usualChannel, read)).toEqual({ channel: read, sentences: [] });
});

it('steps that limit are told when they are new, and not when the webinar was connected with them', () => {
  const limited = channelWith({ registering: 'absent', rejected: 30 });
  expect(change(usualChannel, limited).sentences).toEqual([
    expect.stringContaining('Rejected stands above Registered'),
  ]);
  expect(change(limited, limited).sentences).toEqual([]);
});

it('what was told stays told until it is mended', () => {
  const limited = channelWith({ registering: 'absent', rejected: 30 });
  const told = (sentence: string) => sentence.includes('Rejected stands above');
  expect(change(limited, limited, told).sentences).toHaveLength(1);
  expect(change(limited, usualChannel, told).sentences).toEqual([]);
});

it('a limit that was accepted is no news after a status was away, or when the channel has another name', () => {
  const limited = channelWith({ registering: 'absent', rejected: 30 });
  const away = change(limited, channelWith({ registering: 'absent', rejected: 30, waitlisted: 'absent' }));
  expect(away.sentences).toHaveLength(1);
  expect(change(away.channel, limited).sentences).toEqual([]);
  expect(change(limited, { ...limited, name: 'Webinars 2027' })).toEqual({
    channel: { ...limited, name: 'Webinars 2027' },
    sentences: [],
  });
});

it('renamed statuses are known by both names', () => {
  const now = channelWith({ registering: 'absent', registered: { name: 'Signed Up' }, invited: 'absent' });
  expect(renamedStatuses(usualChannel, now)).toEqual(new Map([['Registered', 'Signed Up']]));
});
