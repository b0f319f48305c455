/** Once the webinar is over, the message asks before it approves, and stays within what Slack takes. */
import { describe, expect, it } from 'vitest';
import { approvalMessage, hasRoomFor } from '../../src/approvals/approval-message.ts';
import type { Registrant } from '../../src/store/schema/registrants.ts';
import { buttonsIn, faultsOfDrawing, linesOf } from './as-slack-reads.ts';
import { at, charles, facts, registrant, worst } from './sample-people.ts';

const late = { recordingUntil: at('18:00:00') };
const sentence =
  'The webinar is over. Approved people can watch the recording while ON24 keeps it (until Dec 12, 2024), and get a confirmation mail.';
const two = () => [registrant(), charles()];
const drawn = (people: Registrant[], isLate = true) => approvalMessage(facts(people, isLate ? { late } : {}));
const asJson = (people: Registrant[], isLate = true) => JSON.stringify(drawn(people, isLate).blocks);

/** As many as newcomers find room for, before the end. */
function filledWith(person: (id: number) => Registrant): Registrant[] {
  const full = facts([], { newest: { placesTaken: 999_999, moreWaiting: 1000 } });
  for (let index = 0; index < 10; index += 1) {
    const next = person(999_999_900 + index);
    if (full.people.length === 0 || hasRoomFor(full, next)) full.people.push(next);
  }
  return full.people;
}

describe('the approval message of a webinar that is over', () => {
  it('asks at each Approve and at the one for all, and marks those buttons alone', () => {
    const drawing = drawn(two());
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(asJson(two()).split(sentence)).toHaveLength(4);
    const values = [...asJson(two()).matchAll(/"value":"([^"]*late[^"]*)"/g)].map(([, value]) => value);
    expect(values).toEqual(['1.0.late', '2.0.late', '1.0.late 2.0.late']);
  });

  it('says nothing of it before the end', () => {
    expect(asJson(two(), false)).not.toContain('The webinar is over');
    expect(asJson(two(), false)).not.toContain('late');
  });

  it('says no date that is not known', () => {
    const drawing = approvalMessage(facts(two(), { late: { recordingUntil: null } }));
    expect(JSON.stringify(drawing.blocks)).toContain('while ON24 keeps it, and get a confirmation mail.');
  });

  it('of many people says it once above them instead, and its buttons still approve', () => {
    const many = filledWith((id) => registrant({ id }));
    expect(many.length).toBeGreaterThanOrEqual(6);
    const drawing = drawn(many);
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(linesOf(drawing)).toContain(sentence);
    expect(asJson(many)).toContain('"value":"999999900.0.late"');
    expect(buttonsIn(drawing).length).toBe(buttonsIn(drawn(many, false)).length);
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'stays within Slack’s limits when it ends over the worst people (%i)',
    (kind) => {
      const people = filledWith((id) => worst(kind, { id }));
      expect(faultsOfDrawing(drawn(people))).toEqual([]);
    },
  );
});
