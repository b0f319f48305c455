/** The approval message as people read it, state by state. */
import { describe, expect, it } from 'vitest';
import { approvalMessage, hasRoomFor, isFolded, tally } from '../../src/approvals/approval-message.ts';
import type { Registrant } from '../../src/store/schema/registrants.ts';
import { buttonsIn, faultsOfDrawing, linesOf } from './as-slack-reads.ts';
import { approved, at, charles, facts, nameless, registrant } from './sample-people.ts';

const newest = { placesTaken: 112, moreWaiting: 0 };
const startsAt = `<!date^${at('18:00:00').getTime() / 1000}^{date_short_pretty}, {time}|2024-12-12 18:00 UTC>`;
const threeWhoAsk = () => [registrant(), charles(), nameless()];
const confirmOf = (drawing: ReturnType<typeof approvalMessage>) =>
  JSON.stringify(drawing.blocks).match(
    /"confirm":\{"title":\{[^}]*"text":"([^"]*)"[^}]*\},"text":\{[^}]*"text":"([^"]*)"/,
  );

describe('the approval message', () => {
  it('shows who asks to join what, when it begins, the places, each person with buttons, and one button for all', () => {
    const drawing = approvalMessage(facts(threeWhoAsk(), { newest }));
    const buttons = '[Approve]  [Waitlist]  [Reject]  [... Details | Open in Marketo]';
    expect(linesOf(drawing)).toEqual([
      '3 people ask to join "Zero-trust in practice"',
      `${startsAt} · 112 of 150 places taken`,
      '---',
      'Ada Lovelace · VP Engineering · Analytical Engines',
      'acme-corp.example · asked at ',
      buttons,
      'Charles Babbage · CTO · Difference Ltd',
      'difference.example · asked at ',
      buttons,
      'Someone at gmail.com (no. 4117)',
      'no name given · free mail · asked at ',
      buttons,
      '---',
      '[Approve all 3]  [Review…]',
    ]);
    expect(faultsOfDrawing(drawing)).toEqual([]);
  });

  it('says the same in one sentence for phones and screen readers', () => {
    const text = (people: ReturnType<typeof threeWhoAsk>) => approvalMessage(facts(people)).text;
    expect(text(threeWhoAsk())).toBe(
      'Ada Lovelace, Charles Babbage and Someone at gmail.com (no. 4117) ask to join "Zero-trust in practice".',
    );
    expect(text([...threeWhoAsk(), registrant({ id: 4 })])).toBe(
      'Ada Lovelace, Charles Babbage, Someone at gmail.com (no. 4117) and 1 more ask to join "Zero-trust in practice".',
    );
    expect(text([registrant()])).toBe('Ada Lovelace asks to join "Zero-trust in practice".');
  });

  it('of one person has no button for all', () => {
    const [heading, , , ...rest] = linesOf(approvalMessage(facts([registrant()])));
    expect(heading).toBe('1 person asks to join "Zero-trust in practice"');
    expect(rest.join()).not.toContain('Approve all');
  });

  it('asks once before all are approved, and says how many places are left', () => {
    const two = [registrant(), charles()];
    const asked = (placesTaken: number, capacity: number | null = 150) => {
      const webinar = { ...facts([]).webinar, capacity };
      return confirmOf(
        approvalMessage(facts(two, { webinar, newest: { placesTaken, moreWaiting: 0 } })),
      )?.slice(1);
    };
    expect(asked(112)).toEqual(['Approve 2 people?', '38 places are left.']);
    expect(asked(149)).toEqual(['Approve 2 people?', '1 place is left.']);
    expect(asked(161)).toEqual(['Approve 2 people?', '0 places are left.']);
    expect(asked(112, null)).toEqual(['Approve 2 people?', 'They are the people shown in this message.']);
  });

  it('approves, by its one button, the people shown as they were drawn, and nobody who is decided', () => {
    const people = [registrant({ decisionNumber: 3 }), approved({ id: 9 }), charles()];
    const all = buttonsIn(approvalMessage(facts(people))).find(({ actionId }) => actionId === 'approve_all');
    expect(all?.value).toBe('1.3 2.0');
  });

  it('shows places and those who wait beyond it on the newest message only', () => {
    const older = linesOf(approvalMessage(facts(threeWhoAsk()))).join('\n');
    expect(older).not.toMatch(/places|more wait/);
    const crowded = facts(threeWhoAsk(), { newest: { placesTaken: 1, moreWaiting: 2974 } });
    expect(linesOf(approvalMessage(crowded)).at(-1)).toMatch(/^2,974 more wait/);
    const single = facts(threeWhoAsk(), { newest: { placesTaken: 1, moreWaiting: 1 } });
    expect(linesOf(approvalMessage(single)).at(-1)).toMatch(/^1 more waits/);
  });

  it('tells places without a limit, and a start that is not known', () => {
    const webinar = { ...facts([]).webinar, capacity: null, startsAt: null };
    const circumstances = (placesTaken: number) =>
      linesOf(
        approvalMessage(facts([registrant()], { webinar, newest: { placesTaken, moreWaiting: 0 } })),
      )[1];
    expect(circumstances(112)).toBe('No start time is known · 112 places taken');
    expect(circumstances(1)).toBe('No start time is known · 1 place taken');
  });

  it('has no way into Marketo where the program’s page is not known', () => {
    const webinar = { ...facts([]).webinar, programUrl: null };
    expect(linesOf(approvalMessage(facts([registrant()], { webinar }))).at(-1)).toMatch(
      /\[\.\.\. Details\]$/,
    );
  });

  it('changes only the row of the person who was decided', () => {
    const others = [charles(), nameless()];
    const rowsOfOthers = (people: Registrant[]) => {
      const lines = linesOf(approvalMessage(facts(people)));
      return lines.slice(lines.indexOf('Charles Babbage · CTO · Difference Ltd'), lines.lastIndexOf('---'));
    };
    expect(rowsOfOthers([approved(), ...others])).toEqual(rowsOfOthers([registrant(), ...others]));
    const [heading, , , ...rows] = linesOf(approvalMessage(facts([approved(), ...others])));
    expect(heading).toBe('2 people still ask to join "Zero-trust in practice"');
    expect(rows[1]).toBe('Approved by U0MARA,  · registering with ON24');
    expect(rows.at(-1)).toBe('[Approve all 2]  [Review…]');
  });

  it('says that all are decided while some are on their way', () => {
    const drawing = approvalMessage(facts([approved(), charles({ status: 'rejected', decision: 'reject' })]));
    expect(linesOf(drawing)[0]).toBe('2 people decided for "Zero-trust in practice"');
    expect(drawing.text).toBe('2 people: 1 being registered, 1 rejected for "Zero-trust in practice".');
  });

  it('says how many people moved down', () => {
    const circumstances = (movedDown: number) =>
      linesOf(approvalMessage(facts([approved(), approved({ id: 2 })], { movedDown })))[1];
    expect(circumstances(4)).toBe(`${startsAt} · 4 still wait, moved below`);
    expect(circumstances(1)).toBe(`${startsAt} · 1 still waits, moved below`);
  });
});

describe('a message whose people are all decided, out of their hold and answered', () => {
  const ten = [
    ...Array.from({ length: 8 }, (_, index) => approved({ id: index + 10, status: 'registered' })),
    registrant({ id: 20, status: 'waitlisted', decision: 'waitlist' }),
    registrant({ id: 21, status: 'rejected', decision: 'reject' }),
  ];

  it('folds into one line with the details behind a button', () => {
    const drawing = approvalMessage(facts(ten));
    expect(linesOf(drawing)).toEqual([
      '10 people: 8 approved, 1 waitlisted, 1 rejected · "Zero-trust in practice"  [Details]',
    ]);
    expect(drawing.text).toBe(
      '10 people: 8 approved, 1 waitlisted, 1 rejected for "Zero-trust in practice".',
    );
    expect(buttonsIn(drawing)).toEqual([{ actionId: 'message_details', value: '31' }]);
    expect(faultsOfDrawing(drawing)).toEqual([]);
  });

  it('says how many moved down, also when nobody is left on it', () => {
    expect(linesOf(approvalMessage(facts(ten, { movedDown: 4 })))[0]).toContain(
      '1 rejected · 4 still wait, moved below · ',
    );
    const empty = approvalMessage(facts([], { movedDown: 4 }));
    expect(linesOf(empty)).toEqual(['4 still wait, moved below · "Zero-trust in practice"']);
    expect(faultsOfDrawing(empty)).toEqual([]);
  });

  it('says that nobody waits when its people went elsewhere', () => {
    const empty = approvalMessage(facts([]));
    expect(linesOf(empty)).toEqual(['Nobody waits here any more · "Zero-trust in practice"']);
    expect(faultsOfDrawing(empty)).toEqual([]);
  });

  it('of one person keeps that person’s own row', () => {
    const drawing = approvalMessage(facts([approved({ status: 'registered' })]));
    expect(linesOf(drawing)).toEqual([
      'Ada Lovelace · VP Engineering · Analytical Engines',
      'Approved by U0MARA,  · registered',
      '[Change]',
      'Zero-trust in practice',
    ]);
    expect(drawing.text).toBe('Ada Lovelace: approved for "Zero-trust in practice".');
    expect(faultsOfDrawing(drawing)).toEqual([]);
  });

  it.each<[string, Parameters<typeof registrant>[0]]>([
    ['is undecided', {}],
    ['is in a hold', { decision: 'approve', decidedBy: 'U0MARA', holdsUntil: at('10:42:18') }],
    ['is registering', { status: 'registering' }],
    ['has a registration error', { status: 'registration_error' }],
    ['is being cancelled in ON24', { status: 'registered', on24Cancel: 'wanted' }],
    ['is asked about', { status: 'not_in_program', on24Cancel: 'asked' }],
  ])('does not fold while one person %s', (_what, more) => {
    expect(isFolded([...ten, registrant(more)])).toBe(false);
  });

  it('counts most first', () => {
    expect(tally([registrant({ status: 'rejected' }), ...ten])).toBe(
      '11 people: 8 approved, 2 rejected, 1 waitlisted',
    );
  });
});

describe('a message has room', () => {
  it('for eight to ten ordinary people, each with buttons', () => {
    const people = Array.from({ length: 20 }, (_, index) => registrant({ id: index + 1 }));
    const placed: Registrant[] = [];
    for (const person of people) if (hasRoomFor(facts(placed), person)) placed.push(person);
    expect(placed.length).toBeGreaterThanOrEqual(8);
    expect(placed.length).toBeLessThanOrEqual(10);
  });

  it('for no eleventh person, however short they are', () => {
    const webinar = { id: 7, title: 'Zero', startsAt: null, capacity: null, programUrl: null };
    const short = (id: number) => nameless({ id, email: null, firstName: 'A' });
    const people = Array.from({ length: 10 }, (_, index) => short(index + 1));
    expect(hasRoomFor(facts(people.slice(0, 9), { webinar }), short(10))).toBe(true);
    expect(hasRoomFor(facts(people, { webinar }), short(11))).toBe(false);
  });
});
