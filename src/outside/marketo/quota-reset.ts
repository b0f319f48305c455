/** When Marketo's daily quota, once used up, is worth another call. */
import { nextChicagoMidnight } from './chicago-midnight.ts';

/** Our clock may be ahead of Marketo's, and others come back at midnight too. */
const afterMidnightMs = 30_000;
const spreadMs = 30_000;

/**
 * Adobe writes "12:00 AM CST" (facts, section 0), which in summer is an hour after midnight in Chicago; so what is
 * refused in a day's first two hours may still be counted to the day before, and is tried again soon.
 */
const newDayMs = 2 * 60 * 60 * 1000;
const triesAgainMs = 10 * 60 * 1000;

export function quotaResumesAt(now: Date, random: () => number = Math.random): Date {
  const isNewDay = nextChicagoMidnight(new Date(now.getTime() - newDayMs)) <= now;
  const from = isNewDay ? now.getTime() + triesAgainMs : nextChicagoMidnight(now).getTime() + afterMidnightMs;
  return new Date(from + Math.floor(random() * spreadMs));
}
