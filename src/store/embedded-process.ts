/** Recognises processes over time, although the system hands out their numbers again. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** One process, of this moment and no other. */
export const processMark = z.object({ pid: z.number().int().positive(), born: z.string() });

export type ProcessMark = z.infer<typeof processMark>;

/** @returns the mark of the process that reads this, to be left in a file for others to judge. */
export function ownMark(): ProcessMark {
  return { pid: process.pid, born: birthOf(process.pid) ?? '' };
}

/** @returns whether the process that left the mark still lives; a later one with its number does not count. */
export function isAlive(mark: ProcessMark): boolean {
  const born = birthOf(mark.pid);
  return born !== undefined && born === mark.born;
}

/** @returns the command line of a living process, arguments parted by spaces; undefined when there is none. */
export function commandLineOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    return readText(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() || undefined;
  }
  return process.platform === 'win32' ? signalReaches(pid) : psColumn('command', pid);
}

function birthOf(pid: number): string | undefined {
  if (process.platform === 'win32') return signalReaches(pid);
  if (process.platform !== 'linux') return psColumn('lstart', pid);
  const stat = readText(`/proc/${pid}/stat`);
  // The program's name stands in parentheses and may itself hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state, startTicks] = [fields[0], fields[19]];
  if (state === undefined || startTicks === undefined) return undefined;
  // A killed process whose parent has not noticed yet is dead.
  if (state === 'Z' || state === 'X') return undefined;
  // Ticks count from the start of the machine, so two starts of it must be told apart.
  return `${readText('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${startTicks}`;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function psColumn(column: string, pid: number): string | undefined {
  try {
    return (
      execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
    );
  } catch {
    return undefined;
  }
}

function signalReaches(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch {
    return undefined;
  }
}
