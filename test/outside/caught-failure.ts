/** The failure that a call ends with, so that a test can look at it. */
import { OutsideFailure } from '../../src/outside/failure.ts';

/** Rejects when the call succeeds or fails with anything else. */
export async function caughtFailure(call: Promise<unknown>): Promise<OutsideFailure> {
  try {
    await call;
  } catch (error) {
    if (error instanceof OutsideFailure) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}
