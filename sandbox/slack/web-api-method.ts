/** What a Web API method is: its scope, its limit, its arguments, and the answer it works out. */
import { z } from 'zod';
import type { GivenBlock } from './block-ids.ts';
import type { Fields } from './json-fields.ts';
import type { RateLimit } from './rate-limits.ts';
import type { Workspace } from './workspace.ts';

/** Thrown by a method: answered with HTTP 200 and `ok: false`. */
export class WebApiRefusal extends Error {
  readonly error: string;
  readonly extra: Fields;

  constructor(error: string, messages: readonly string[] = [], extra: Fields = {}) {
    super(messages.length > 0 ? `${error}: ${messages.join('; ')}` : error);
    this.error = error;
    this.extra = messages.length > 0 ? { ...extra, response_metadata: { messages } } : extra;
  }
}

export interface WebApiMethod {
  /** Any one of these scopes is enough; none means every token may call. */
  readonly scopes: readonly string[];
  readonly limit: RateLimit;
  /** Throws WebApiRefusal. */
  answer(workspace: Workspace, given: Fields): Fields;
}

export function webApiMethod<Schema extends z.ZodType>(method: {
  readonly scopes?: readonly string[];
  readonly limit: RateLimit;
  readonly arguments: Schema;
  answer(workspace: Workspace, given: z.output<Schema>): Fields;
}): WebApiMethod {
  return {
    scopes: method.scopes ?? [],
    limit: method.limit,
    answer: (workspace, given) => {
      const parsed = method.arguments.safeParse(given);
      if (parsed.success) return method.answer(workspace, parsed.data);
      const isBlocks = parsed.error.issues.every((issue) => issue.path[0] === 'blocks');
      throw new WebApiRefusal(
        isBlocks ? 'invalid_blocks_format' : 'invalid_arguments',
        parsed.error.issues.map(
          (issue) => `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`,
        ),
      );
    },
  };
}

/** Forms carry `true`, `false`, `1` and `0` as words. */
export const flagArgument = z.union([z.boolean(), z.stringbool()]);
export const countArgument = z.coerce.number().int().positive();
export const blocksArgument: z.ZodType<GivenBlock[]> = z.array(z.looseObject({ type: z.string() }));
export const viewArgument = z.looseObject({
  type: z.enum(['modal', 'home']),
  title: z.looseObject({ text: z.string() }).optional(),
  submit: z.looseObject({ text: z.string() }).nullish(),
  close: z.looseObject({ text: z.string() }).nullish(),
  blocks: blocksArgument,
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  external_id: z.string().default(''),
  clear_on_close: z.boolean().default(false),
  notify_on_close: z.boolean().default(false),
});
export type GivenView = z.output<typeof viewArgument>;
