import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObserveCall } from '../../../src/outside/http.ts';
import { JsonList } from '../../../src/outside/json-list.ts';
import { json, text } from '../scripted-server.ts';
import { readToEnd } from './read-attendees.ts';
import { type ScriptedOn24, startScriptedOn24 } from './scripted-on24.ts';

let on24: ScriptedOn24;
let observed: Parameters<ObserveCall>[0][];

beforeEach(async () => {
  observed = [];
  on24 = await startScriptedOn24({ observe: (call) => observed.push(call) });
});

afterEach(() => on24.close());

const list = (options?: { maxBytes?: number; idleTimeoutMs?: number }) =>
  on24.client.readAttendees(30211, 4410123, options);

function rows(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({ eventuserid: from + index, email: `p${from + index}@acme.test`, liveminutes: 5 }),
  ).join();
}

function begin(response: ServerResponse, head = '"totalattendees":9,'): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(`{"eventid":4410123,${head}"attendees":[`);
}

describe('a long list', () => {
  it('gives its first batches while ON24 is still sending', async () => {
    let finish = () => {};
    on24.answer = (_request, response) => {
      begin(response);
      response.write(`${rows(1, 1_200)},`);
      finish = () => response.end(`${rows(1_201, 10)}]}`);
    };
    const sizes: number[] = [];
    for await (const batch of list()) {
      sizes.push(batch.length);
      if (sizes.length === 2) finish();
    }
    expect(sizes).toEqual([500, 500, 210]);
  });

  it('may be far longer than any one value in it may be', async () => {
    on24.answer = (_request, response) => text(response, `{"attendees":[${rows(1, 40_000)}]}`);
    const { people, tally, failure } = await readToEnd(list());
    expect(failure).toBeUndefined();
    expect(people).toHaveLength(40_000);
    expect(tally).toMatchObject({ seen: 40_000, hasEnded: true });
  });

  it('may take longer than the limit between its parts, and so may its reader', async () => {
    on24.answer = async (_request, response) => {
      begin(response);
      for (let part = 0; part < 6; part += 1) {
        response.write(`${rows(1 + part * 200, 200)},`);
        await delay(100);
      }
      response.end(`${rows(9_000, 1)}]}`);
    };
    const attendees = list({ idleTimeoutMs: 350 });
    let people = 0;
    for await (const batch of attendees) {
      people += batch.length;
      await delay(450);
    }
    expect(people).toBe(1_201);
  });

  it('that falls silent ends in a time-out, after the people who came before', async () => {
    on24.answer = (_request, response) => {
      begin(response);
      response.write(rows(1, 700));
    };
    const { people, failure, tally } = await readToEnd(list({ idleTimeoutMs: 200 }));
    expect(people).toHaveLength(500);
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'timeout', outcomeKnown: true });
    expect(tally).toMatchObject({ seen: 500, hasEnded: false });
    on24.answer = () => {};
    expect((await readToEnd(list({ idleTimeoutMs: 200 }))).failure).toMatchObject({ cause: 'timeout' });
  });

  it('whose connection breaks ends in a failure, and reading it again begins afresh', async () => {
    on24.answer = (_request, response) => {
      begin(response);
      response.write(rows(1, 700), () => response.socket?.destroy());
    };
    const attendees = list();
    const first = await readToEnd(attendees);
    expect(first.failure).toMatchObject({ kind: 'unavailable', cause: 'cut-off' });
    expect(first.tally).toMatchObject({ hasEnded: false });
    on24.answer = (_request, response) => text(response, `{"attendees":[${rows(1, 2)}]}`);
    expect(await readToEnd(attendees)).toMatchObject({
      batchSizes: [2],
      failure: undefined,
      tally: { expected: null, seen: 2, passedOver: 0, hasEnded: true },
    });
  });

  it('that is larger than allowed is not read on', async () => {
    on24.answer = (_request, response) => text(response, `{"attendees":[${rows(1, 5_000)}]}`);
    const { people, failure } = await readToEnd(list({ maxBytes: 100_000 }));
    expect(people.length).toBeGreaterThan(0);
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'too-large' });
  });

  it('whose reader leaves early is let go of, with its connection', async () => {
    let isClosed = false;
    on24.answer = async (_request, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      begin(response);
      for (let from = 1; !isClosed; from += 200) {
        response.write(`${rows(from, 200)},`);
        await delay(5);
      }
    };
    const attendees = list();
    for await (const batch of attendees) {
      expect(batch).toHaveLength(500);
      break;
    }
    await expect.poll(() => isClosed).toBe(true);
    expect(attendees.tally.hasEnded).toBe(false);
    expect(observed).toMatchObject([{ operation: 'read attendees', outcome: 'ok' }]);
  });
});

describe('a document', () => {
  const good = rows(1, 2);

  it.each([
    ['an HTML page', '<!doctype html><title>Maintenance</title>', 'it is no JSON'],
    ['XML', '<?xml version="1.0"?><attendees><attendee/></attendees>', 'it is no JSON'],
    ['an XML message', '<error><message>Something is wrong</message></error>', 'it is no JSON'],
    ['nothing', '', 'it ends before it is complete'],
    ['a text', '"attendees"', 'it ends before it is complete'],
    ['a number', '12', 'it ends before it is complete'],
    ['a bare list', `[${good}]`, 'it is no object'],
    ['an object without the list', '{"totalattendees":2}', 'there is no list of attendees'],
    ['a message', '{"message":"Something is wrong with sam@acme.test"}', 'there is no list of attendees'],
    ['a list under another key', `{"data":{"attendees":[${good}]}}`, 'there is no list of attendees'],
    ['an object in the list’s place', '{"attendees":{"eventuserid":1}}', 'there is no list of attendees'],
    ['no list but null', '{"totalattendees":2,"attendees":null}', 'there is no list of attendees'],
    ['a list that ends in its middle', `{"attendees":[${good}`, 'it ends before it is complete'],
    ['a list without the end of its object', `{"attendees":[${good}]`, 'it ends before it is complete'],
    ['a record that is broken off', `{"attendees":[${good},{"eventuserid":`, 'it ends before it is complete'],
    ['a list that is closed wrongly', `{"attendees":[${good}}]`, 'it is no JSON'],
    ['an error page after the list', `{"attendees":[${good}]}<html>`, 'it is no JSON'],
    ['a fault in the list', `{"attendees":[${good},oops]}`, 'it is no JSON'],
    [
      'an endless value',
      `{"attendees":[{"email":"${'x'.repeat(1_200_000)}"}]}`,
      'one value in it is too long',
    ],
    ['an endless nesting', `{"attendees":${'['.repeat(1_200_000)}`, 'one value in it is too long'],
    ['an endless blank', `{${' '.repeat(1_200_000)}"attendees":[]}`, 'one value in it is too long'],
  ])('that is %s is unreadable', async (_, body, words) => {
    on24.answer = (_request, response) => text(response, body, 200, 'application/json');
    const { failure, tally } = await readToEnd(list());
    expect(failure).toMatchObject({ kind: 'unavailable', scope: 'system', cause: 'unreadable', status: 200 });
    expect(failure?.words).toBe(`the answer is not of the expected shape: ${words}`);
    expect(tally.hasEnded).toBe(false);
    expect(observed).toMatchObject([{ outcome: 'unreadable' }]);
  });

  it.each([
    ['an empty list', '{"totalattendees":0,"attendees":[]}', 0],
    ['an empty list without a total', '{"attendees":[]}', null],
    ['a total of 0 and no list', '{"eventid":4410123,"totalattendees":0}', 0],
    ['a total of 0 and null', '{"totalattendees":"0","attendees":null}', 0],
  ])('that is %s says that nobody came', async (_, body, expected) => {
    on24.answer = (_request, response) => text(response, body);
    expect(await readToEnd(list())).toMatchObject({
      people: [],
      failure: undefined,
      tally: { expected, seen: 0, hasEnded: true },
    });
  });

  it('may have other keys and lists, letters of any case, blanks, and a byte-order mark', async () => {
    on24.answer = (_request, response) =>
      text(
        response,
        `\uFEFF{ "note" : "attendees", "sessions":[{"attendees":[{"eventuserid":99}]}], "meta":{"totalattendees":50},
          "Attendees" : [ ${good} ,{"eventuserid":3,"attendees":[{"eventuserid":98}],"questions":[{"a":[1]}]} ],
          "TotalAttendees":"3", "last":[1,[2]] } \n`,
      );
    const { people, tally } = await readToEnd(list());
    expect(people.map((person) => person.on24UserId)).toEqual([1, 2, 3]);
    expect(tally).toMatchObject({ expected: 3, seen: 3, passedOver: 0, hasEnded: true });
  });

  it('may arrive torn anywhere, even within a character', async () => {
    const body = Buffer.from(
      `{"attendees":[{"eventuserid":1,"email":"zoë@büro.test","exteventusercd":"\\u00fc\\"𝄞"}],"totalattendees":1}`,
    );
    on24.answer = async (_request, response) => {
      response.socket?.setNoDelay(true);
      response.writeHead(200);
      for (const byte of body) {
        response.write(Buffer.from([byte]));
        await delay(0);
      }
      response.end();
    };
    const { people, tally } = await readToEnd(list());
    expect(people).toMatchObject([{ on24UserId: 1, email: 'zoë@büro.test', registrantCode: 'ü"𝄞' }]);
    expect(tally.expected).toBe(1);
  });
});

describe('pages', () => {
  const page = (offset: string | null, count: number) => rows(1 + Number(offset ?? 0) * 100, count);

  it.each(['before', 'after'])('are followed when their number stands %s the list', async (place) => {
    on24.answer = ({ query }, response) => {
      const people = `"attendees":[${page(query.get('pageoffset'), 100)}]`;
      text(response, place === 'before' ? `{"pagecount":3,${people}}` : `{${people},"pagecount":"3"}`);
    };
    const { people, tally } = await readToEnd(list());
    expect(new Set(people.map((person) => person.on24UserId)).size).toBe(300);
    expect(tally).toMatchObject({ expected: null, seen: 300, hasEnded: true });
    expect(on24.requests.map(({ query }) => query.toString())).toEqual([
      'excludeanonymous=Y',
      'excludeanonymous=Y&pageoffset=1',
      'excludeanonymous=Y&pageoffset=2',
    ]);
  });

  it('are not asked for when there is one', async () => {
    on24.answer = (_request, response) => text(response, `{"pagecount":1,"attendees":[${rows(1, 3)}]}`);
    await readToEnd(list());
    expect(on24.requests).toHaveLength(1);
  });

  it.each([
    ['repeats the first one in another order', [rows(1, 3), [rows(2, 2), rows(1, 1)].join()], 3],
    ['repeats the last one', [rows(1, 3), rows(4, 3), rows(4, 3)], 6],
    ['is empty', [rows(1, 3), ''], 3],
  ])('end at one that %s', async (_, pages, people) => {
    on24.answer = ({ query }, response) => {
      const offset = Number(query.get('pageoffset') ?? 0);
      text(response, `{"pagecount":1000000,"attendees":[${pages[offset] ?? pages.at(-1)}]}`);
    };
    const read = await readToEnd(list());
    expect(read.people).toHaveLength(people);
    expect(read.tally).toMatchObject({ seen: people, hasEnded: true });
    expect(on24.requests).toHaveLength(pages.length);
  });

  it('end at one that ON24 does not find, which the tally shows', async () => {
    on24.answer = ({ query }, response) =>
      query.has('pageoffset')
        ? json(response, { message: 'No attendant was found for this event.' }, 404)
        : text(response, `{"totalattendees":6,"pagecount":2,"attendees":[${rows(1, 3)}]}`);
    expect((await readToEnd(list())).tally).toMatchObject({
      expected: 6,
      seen: 3,
      passedOver: 0,
      hasEnded: true,
    });
  });
});

it('a list that nobody iterates asks nothing', async () => {
  list();
  await delay(20);
  expect(on24.requests).toEqual([]);
});

it('a JSON list is the same wherever it is torn', () => {
  const document =
    '{"a":{"rows":[1]},"count":-12.5e1,"rows":[{"b":"x\\u00e9\\n","c":[true,null,{}]},7,[8]],"z":false}';
  for (let cut = 0; cut <= document.length; cut += 1) {
    const reader = new JsonList({
      list: 'rows',
      beside: ['count', 'z'],
      failure: (words) => new Error(words),
    });
    const found = [...reader.take(document.slice(0, cut)), ...reader.take(document.slice(cut))];
    reader.end();
    expect(found).toEqual([{ b: 'xé\n', c: [true, null, {}] }, '7', [8]]);
    expect(Object.fromEntries(reader.beside)).toEqual({ count: '-12.5e1', z: false });
  }
});
