/** The log: one JSON line for each event, from which secrets and e-mail addresses have been removed. */
import pino, { type Logger } from 'pino';
import { masked, safeWords } from './outside/safe-words.ts';

export type Log = Logger;

/** `secrets`: values that may stand in no line, whatever brought them there. */
export function createLog(options: {
  level: string;
  secrets: readonly string[];
  destination?: pino.DestinationStream;
}): Log {
  const clean = (value: unknown): unknown => cleaned(value, options.secrets, 0);
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => clean(fields) as Record<string, unknown>,
      },
      hooks: {
        logMethod(line, method) {
          const [first, ...rest] = line.map((part) =>
            typeof part === 'string' ? safeWords(part, options.secrets) : part,
          );
          if (first !== undefined) method.apply(this, [first, ...rest] as Parameters<typeof method>);
        },
      },
    },
    lastDoor(options.destination ?? pino.destination({ dest: 1, sync: false }), options.secrets),
  );
}

/** Whatever way a line was put together, it passes here, finished, before it leaves. */
function lastDoor(destination: pino.DestinationStream, secrets: readonly string[]): pino.DestinationStream {
  const clean = (text: string) => masked(text, secrets);
  const cleanAll = (_name: string, value: unknown): unknown => {
    if (typeof value === 'string') return clean(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [clean(name), field]));
  };
  return { write: (line) => destination.write(`${JSON.stringify(JSON.parse(line), cleanAll)}\n`) };
}

const deepest = 6;

function cleaned(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return safeWords(value, secrets);
  if (value instanceof Error) {
    const { name, message, stack } = value;
    const cause =
      'cause' in value && value.cause !== undefined
        ? { cause: cleaned(value.cause, secrets, depth + 1) }
        : {};
    return { name, message: safeWords(message, secrets), stack: stackOf(stack, secrets), ...cause };
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= deepest) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => cleaned(item, secrets, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, cleaned(field, secrets, depth + 1)]),
  );
}

/** The frames only: the first lines of a stack repeat the message. */
function stackOf(stack: string | undefined, secrets: readonly string[]): string[] {
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return frames.slice(0, 12).map((frame) => safeWords(frame.trim(), secrets));
}
