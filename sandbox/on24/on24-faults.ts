/** The faults that the ON24 simulator can play on its callers. */
import type { FaultRule, TransportEffect } from '../faults.ts';

/**
 * `refusal`: the call takes no effect and is answered with this status and message, in the form that `errorBodies` sets.
 * `reply-withheld`: the call takes effect, and its caller waits for the reply until it gives up.
 */
export type On24Effect =
  | TransportEffect
  | { readonly kind: 'reply-withheld' }
  | { readonly kind: 'refusal'; readonly status: number; readonly message: string };

/** A fault on the next `times` calls whose path matches. */
export type On24Fault = FaultRule<On24Effect>;
