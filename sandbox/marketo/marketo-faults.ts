/** The faults that the Marketo simulator can play on its callers. */
import type { FaultRule, TransportEffect } from '../faults.ts';

/** `code`: the whole call is answered with this error code at HTTP 200 and takes no effect. */
export type MarketoEffect =
  | TransportEffect
  | {
      readonly kind: 'code';
      readonly code: '601' | '602' | '603' | '604' | '606' | '607' | '608' | '611' | '614' | '615';
    };

/** A fault on the next `times` calls whose path matches. */
export type MarketoFault = FaultRule<MarketoEffect>;
