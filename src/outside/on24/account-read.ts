/** Reads an ON24 account by its client id. */
import { shaped } from '../answer-shape.ts';
import { textOrNull } from '../lenient-values.ts';
import type { On24Connection } from './on24-connection.ts';
import { anyCase } from './on24-keys.ts';

const accountSchema = anyCase({ clientname: textOrNull });

export function readAccount(connection: On24Connection, clientId: number): Promise<string> {
  return connection.ask(
    { operation: 'read account', about: 'event', endpoint: 'account', path: `/client/${clientId}` },
    (answer, call) => shaped(accountSchema, answer, call).clientname ?? `Account ${clientId}`,
  );
}
