/** A logger for graphile-worker's own chatter where nobody reads it. */
import { Logger } from 'graphile-worker';

export function silentLogger(): Logger {
  return new Logger(() => () => {});
}
