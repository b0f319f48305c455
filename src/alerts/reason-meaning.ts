/** For reasons we know: what they mean, and what to do about them; pure. */

const meanings: readonly { says: RegExp; means: string }[] = [
  {
    says: /^the webinar ended before/i,
    means:
      'They were approved, and no answer came before the webinar was over. If they may watch the recording, retry.',
  },
  {
    says: /not (in|one of) the (list|values)|must match one of|invalid (option|value)/i,
    means:
      'The registration page of the event offers a fixed list for this field. Change the field in ON24, or the value in Marketo, then retry.',
  },
  {
    says: /required|missing|blank|must be (given|filled)/i,
    means:
      'The registration page of the event insists on a field that this person left empty. Make it optional in ON24, or fill it in Marketo, then retry.',
  },
  {
    says: /e-?mail/i,
    means: 'ON24 does not take the address. Correct it in Marketo, then retry.',
  },
  {
    says: /no answer for three days/i,
    means: 'ON24 could not be reached for three days. When it is well again, retry.',
  },
  {
    says: /closed|ended|expired|archived/i,
    means: 'The event takes no registrations any more. Re-open it in ON24, then retry.',
  },
];

export function meaningOf(reason: string): string | undefined {
  return meanings.find(({ says }) => says.test(reason))?.means;
}
