/** ON24's endpoints as its throttle counts them, with the calls a minute that each takes (facts: apidoc, API Throttling). */

export const on24CallsPerMinute = {
  'registrant-write': 1000,
  event: 1000,
  'event-list': 30,
  'attendee-list': 100,
  regfield: 30,
  account: 30,
  forget: 30,
} as const;

export type On24Endpoint = keyof typeof on24CallsPerMinute;
