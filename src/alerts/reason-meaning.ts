/** For reasons we know: what they mean, and what to do about them; pure. The first that fits is taken. */

const meanings: readonly { says: RegExp; means: string }[] = [
  {
    says: /no answer for three days/i,
    means: 'ON24 could not be reached for three days. When it is well again, retry.',
  },
  {
    says: /maximum number of calls|too many (calls|requests)|throttl/i,
    means: 'ON24 was asked too often at once. Wait a few minutes, then retry.',
  },
  {
    says: /no e-?mail address|e-?mail( address| parameter)? is (blank|missing|empty)/i,
    means:
      'ON24 knows people by their address, and Marketo has none for this person. Fill it in in Marketo, then retry.',
  },
  {
    says: /(e-?mail|address).*(too long|longer than|at most|more than|\b100\b)/i,
    means:
      'ON24 takes addresses of up to 100 characters. Give the person another one in Marketo, then retry.',
  },
  {
    says: /(e-?mail|address|registrant).*(already|matches other|exists)/i,
    means:
      'The event has another registration with the same address. Look for a double in Marketo and in ON24, then retry.',
  },
  {
    says: /e-?mail.*(was )?not found|no registrant was found/i,
    means:
      'ON24 does not know this person under their address. If it was changed, correct it in Marketo, then retry.',
  },
  {
    says: /phone.*(short|digits|valid)/i,
    means: 'ON24 takes telephone numbers of seven digits or more. Correct it in Marketo, then retry.',
  },
  {
    says: /not (in|one of) (the|it|them)\b|must match one of|invalid (option|value)|fixed list/i,
    means:
      'The registration page of the event offers a fixed list for this field. Change the field in ON24, or the value in Marketo, then retry.',
  },
  {
    says: /requires?\b|required|missing|blank|must be (given|filled)/i,
    means:
      'The registration page of the event insists on a field that this person left empty. Make it optional in ON24, or fill it in Marketo, then retry.',
  },
  {
    says: /(webinar|event) (has |had )?(ended|is over|was over)/i,
    means:
      'ON24 had not confirmed them when the webinar ended. For the recording, see that the event is open in ON24, then retry.',
  },
  {
    says: /event.*(does ?n.t exist|not found)/i,
    means: 'The webinar leads to an event that ON24 does not know. Connect it to the right one, then retry.',
  },
  {
    says: /closed|ended|expired|archived|inactive/i,
    means: 'The event takes no registrations any more. Re-open it in ON24, then retry.',
  },
  {
    says: /soft delete|\bblocked\b/i,
    means: 'ON24 keeps this person out of the event. Let them in there, then retry.',
  },
  {
    says: /permission|access denied|elite/i,
    means:
      'Whoever registers people in ON24 lacks a permission there. Have an administrator give it, then retry.',
  },
  {
    says: /credential|unauthori[sz]ed|wrong or invalid|deactivated|token/i,
    means:
      'ON24 does not take the credentials. An administrator renews them, in Marketo under Admin > Event Partners where its adapter registers people; then retry.',
  },
  {
    says: /e-?mail/i,
    means: 'ON24 does not take the address. Correct it in Marketo, then retry.',
  },
  {
    says: /^no reason was given/i,
    means:
      'Neither ON24 nor Marketo has said why. Look at one of these people in ON24, and in Marketo under Admin > Event Partners, then retry.',
  },
];

export function meaningOf(reason: string): string | undefined {
  return meanings.find(({ says }) => says.test(reason.slice(0, longestRead)))?.means;
}

// Some patterns look at every part of a reason several times; what matters stands at its beginning.
const longestRead = 1_000;
