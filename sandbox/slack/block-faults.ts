/** Gathers what is wrong with a set of blocks, each fault with the JSON pointer Slack would name. */
import { fieldsOf, isFields } from './json-fields.ts';

export interface BlockFault {
  /** Such as `/blocks/0/text/text`. */
  readonly pointer: string;
  readonly code:
    | 'missing'
    | 'too_long'
    | 'too_many'
    | 'too_few'
    | 'not_unique'
    | 'unsupported_type'
    | 'wrong_value';
  readonly message: string;
  readonly constraint: string;
}

/** The line Slack puts into `response_metadata.messages`. */
export function faultLine(fault: BlockFault): string {
  return `[ERROR] ${fault.message} [json-pointer:${fault.pointer}]`;
}

export class FaultList {
  readonly faults: BlockFault[] = [];

  add(pointer: string, code: BlockFault['code'], message: string, constraint: string): void {
    this.faults.push({ pointer, code, message, constraint });
  }

  missing(pointer: string, field: string): void {
    this.add(pointer, 'missing', `missing required field: ${field}`, 'required');
  }

  unsupported(pointer: string, type: unknown): void {
    this.add(pointer, 'unsupported_type', `unsupported type: ${String(type)}`, 'type');
  }

  /** A string of 1 to `max` characters; absent is right unless `isRequired`. */
  length(value: unknown, pointer: string, max: number, isRequired = false): void {
    if (value === undefined || value === null) {
      if (isRequired) this.missing(pointer, pointer.slice(pointer.lastIndexOf('/') + 1));
      return;
    }
    if (typeof value !== 'string') {
      this.add(pointer, 'wrong_value', 'must be a string', 'string');
    } else if (value.length === 0) {
      this.add(pointer, 'too_few', 'must be more than 0 characters', 'min_length 1');
    } else if (value.length > max) {
      this.add(pointer, 'too_long', `must be less than ${max + 1} characters`, `max_length ${max}`);
    }
  }

  /** A text object of 1 to `max` characters. */
  text(
    value: unknown,
    pointer: string,
    max: number,
    need: { isPlain?: boolean; isOptional?: boolean } = {},
  ): void {
    if (value === undefined || value === null) {
      if (need.isOptional !== true) this.missing(pointer, pointer.slice(pointer.lastIndexOf('/') + 1));
      return;
    }
    const text = fieldsOf(value);
    const allowed = need.isPlain === true ? ['plain_text'] : ['plain_text', 'mrkdwn'];
    if (!isFields(value) || typeof text.type !== 'string' || !allowed.includes(text.type)) {
      this.add(pointer, 'wrong_value', `must be a ${allowed.join(' or ')} object`, 'text object');
      return;
    }
    this.length(text.text, `${pointer}/text`, max, true);
  }

  /** Between `min` and `max` items. */
  count(size: number, pointer: string, min: number, max: number): void {
    if (size < min) this.add(pointer, 'too_few', `no fewer than ${min} items allowed`, `min_items ${min}`);
    if (size > max) this.add(pointer, 'too_many', `no more than ${max} items allowed`, `max_items ${max}`);
  }

  unique(values: readonly unknown[], pointer: string, field: string): void {
    const seen = new Set<unknown>();
    for (const value of values) {
      if (value === undefined) continue;
      if (seen.has(value)) {
        this.add(pointer, 'not_unique', `\`${field}\` "${String(value)}" already exists`, `unique ${field}`);
      }
      seen.add(value);
    }
  }
}
