/** `usher forget`: erases a person here, and says what Marketo and ON24 still hold; ON24 is asked to forget on wish. */
import { withCommandParts } from './command-parts.ts';
import { type Environment, readOutsideConfig } from './config.ts';
import { OutsideFailure } from './outside/failure.ts';
import type { On24Client } from './outside/on24/on24-client.ts';
import { forgetAddress } from './privacy/forget-people.ts';
import type { Known } from './store/forget-store.ts';

/** Returns the exit code: 0 unless ON24 was to forget and could not be brought to. */
export async function forgetCommand(
  environment: Environment,
  email: string,
  options: { on24?: boolean },
  say: (line: string) => void,
): Promise<number> {
  if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) {
    say('That is no e-mail address. Give the address of the person, as in: usher forget ada@example.com');
    return 1;
  }
  const config = readOutsideConfig(environment);
  return withCommandParts(config, 'usher forget', async ({ db, on24 }) => {
    const { known, attended } = await forgetAddress(db, email);
    for (const line of erasedLines(known, attended)) say(line);
    if (!options.on24) {
      if (known.length > 0)
        say('To have ON24 forget too: usher forget ADDRESS --on24. It cannot be taken back.');
      return 0;
    }
    const accounts = new Set([config.ON24_CLIENT_ID, ...known.map(({ webinar }) => webinar.on24ClientId)]);
    return forgetInOn24(on24, [...accounts], email, say);
  });
}

function erasedLines(known: readonly Known[], attended: number): string[] {
  if (known.length === 0 && attended === 0) return ['Nobody here has that address.'];
  const times = known.length === 1 ? 'one webinar' : `${known.length} webinars`;
  return [
    ...(known.length > 0
      ? [`Erased here, in ${times}: name, address, company, title and every free word.`]
      : []),
    ...known.map(({ person, webinar }) => {
      const inOn24 =
        person.on24UserId === null
          ? ''
          : `, user ${person.on24UserId} of event ${webinar.on24EventId} in ON24`;
      return `  "${webinar.title}": still lead ${person.leadId} in Marketo${inOn24}`;
    }),
    ...(attended > 0
      ? [`Erased the address of somebody who attended ${attended} without being registered here.`]
      : []),
    ...(known.length > 0
      ? ['Delete the lead in Marketo there; what Slack showed is drawn anew without the name.']
      : []),
  ];
}

async function forgetInOn24(
  on24: On24Client,
  accounts: readonly number[],
  email: string,
  say: (line: string) => void,
): Promise<number> {
  let code = 0;
  for (const account of accounts) {
    try {
      const users = await on24.forgetPerson(account, email);
      say(
        users.length > 0
          ? `ON24 has forgotten them in account ${account}: ${users.length} registrations.`
          : `ON24 knows nobody of that address in account ${account}.`,
      );
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      say(`ON24 has not forgotten them in account ${account}: ${error.words}`);
      code = 1;
    }
  }
  return code;
}
