/** Who may call: the two headers, the token's state, the client in the path, the access level. */
import { timingSafeEqual } from 'node:crypto';
import { world } from '../world.ts';
import type { On24Endpoint } from './on24-endpoint.ts';
import { On24Refusal } from './on24-refusal.ts';
import type { On24State } from './on24-state.ts';

/** Refuses a call without valid credentials; `earlierCalls` is how many came before it. */
export function checkToken(state: On24State, headers: Headers, earlierCalls: number): void {
  const key = headers.get('accesstokenkey');
  const secret = headers.get('accesstokensecret');
  if (!key || !secret) {
    throw new On24Refusal(401, 'Header must contain both accessTokenKey and accessTokenSecret.');
  }
  const isRight = isSame(key, world.on24.tokenKey) && isSame(secret, world.on24.tokenSecret);
  if (!isRight || state.mode === 'bad-credentials') {
    throw new On24Refusal(401, 'The accessTokenKey or accessTokenSecret is wrong or invalid.');
  }
  const { tokenDisabledAfterCalls } = state.switches;
  if (tokenDisabledAfterCalls !== undefined && earlierCalls >= tokenDisabledAfterCalls) {
    throw new On24Refusal(401, 'The access tokens are deactivated.');
  }
}

/** Refuses an unknown client and an endpoint above the token's access level. */
export function checkAccess(state: On24State, clientId: number, endpoint: On24Endpoint): void {
  const { unknownClient, missingAccess, permissionReply } = state.switches;
  if (!state.isKnownClient(clientId)) {
    throw new On24Refusal(Number(unknownClient), `The client ${clientId} doesn't exist.`);
  }
  if (missingAccess.includes(endpoint.access)) {
    throw new On24Refusal(Number(permissionReply), 'You do not have permission to use this endpoint.');
  }
}

function isSame(given: string, wanted: string): boolean {
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}
