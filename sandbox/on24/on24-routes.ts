/** Finds the endpoint for a method and a path, with the path's parameters decoded. */
import { attendeeListEndpoints } from './on24-attendee-lists.ts';
import type { On24Endpoint } from './on24-endpoint.ts';
import { eventEndpoints } from './on24-events.ts';
import { everywhereEndpoints } from './on24-everywhere.ts';
import { registrantListEndpoints } from './on24-registrant-lists.ts';
import { registrationEndpoints } from './on24-registration.ts';
import type { On24State } from './on24-state.ts';

export interface On24Route {
  readonly endpoint: On24Endpoint;
  readonly clientId: number;
  readonly params: Readonly<Record<string, string>>;
}

export function on24Routes(state: On24State): (method: string, path: string) => On24Route | undefined {
  const routes = [
    ...eventEndpoints(state),
    ...registrationEndpoints(state),
    ...everywhereEndpoints(state),
    ...registrantListEndpoints(state),
    ...attendeeListEndpoints(state),
  ].map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.path) }));
  return (method, path) => {
    for (const { endpoint, pattern } of routes) {
      const groups = endpoint.method === method ? path.match(pattern)?.groups : undefined;
      if (groups === undefined) continue;
      const { clientId, ...raw } = groups;
      const params = Object.entries(raw).map(([name, value]) => [name, decodeURIComponent(value)]);
      return { endpoint, clientId: Number(clientId), params: Object.fromEntries(params) };
    }
    return undefined;
  };
}

function patternOf(path: string): RegExp {
  const body = path.replaceAll('{eventId}', '(?<eventId>\\d+)').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^/v2/client/(?<clientId>\\d+)${body}$`);
}
