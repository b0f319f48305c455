/** response_urls: how the bot answers a click or a command for 30 minutes, five times, without a token. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { faultLine } from './block-faults.ts';
import { withBlockIds } from './block-ids.ts';
import { faultsOfBlocks } from './block-limits.ts';
import { addEphemeral, addMessage, findMessage, removeMessage, replaceMessage } from './channel-messages.ts';
import { tier3 } from './rate-limits.ts';
import { faultAnswer, type HttpAnswer, limitedAnswer, recordCall } from './web-api.ts';
import { blocksArgument } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

/** Where the person stood: the message they clicked in (`ts`), or only the channel of a command. */
export interface ResponsePlace {
  readonly channelId: string;
  readonly userId: string;
  readonly ts: string | undefined;
}

const maxUses = 5;
const lifeMs = 30 * 60_000;

const responseSchema = z.object({
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.union([z.boolean(), z.stringbool()]).default(false),
  delete_original: z.union([z.boolean(), z.stringbool()]).default(false),
  text: z.string().optional(),
  blocks: blocksArgument.optional(),
  thread_ts: z.string().optional(),
});

export function issueResponseUrl(
  workspace: Workspace,
  place: ResponsePlace,
  kind: 'actions' | 'commands',
): string {
  const id = randomBytes(12).toString('hex');
  workspace.responseUrls.set(id, { place, issuedAt: workspace.clock.now().getTime(), uses: 0 });
  return `${workspace.origin}/${kind}/${id}`;
}

/** Answers a POST to a response_url: 200, or 404 with a word when it is unknown, expired or used up. */
export async function useResponseUrl(workspace: Workspace, id: string, body: unknown): Promise<HttpAnswer> {
  const fault = workspace.faults.next('response_url');
  const delayMs = workspace.faults.delayMs('response_url');
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
  const isDone = fault === undefined || fault.kind === 'reply lost';
  const answer = isDone
    ? { ...spendUse(workspace, id, body), isCut: fault !== undefined }
    : faultAnswer(fault.kind, fault.error);
  const shown = responseSchema.loose().safeParse(body);
  recordCall(workspace, 'response_url', shown.success ? shown.data : { body }, answer);
  return answer;
}

function spendUse(workspace: Workspace, id: string, body: unknown): HttpAnswer {
  const answer = (status: number, text: string) => ({ status, body: text, headers: {}, isCut: false });
  const url = workspace.responseUrls.get(id);
  if (url === undefined) return answer(404, 'no_service');
  if (workspace.clock.now().getTime() - url.issuedAt > lifeMs) return answer(404, 'expired_url');
  if (url.uses >= maxUses) return answer(404, 'used_url');
  const { switches } = workspace;
  if (switches.responseUrlTier === 'chat.update' && switches.rateLimits === 'on') {
    const wait = workspace.rateLimits.take('chat.update', tier3);
    if (wait !== undefined) return limitedAnswer(wait);
  }
  url.uses += 1;
  const refusal = showResponse(workspace, url.place, body);
  return refusal === undefined
    ? answer(200, 'ok')
    : answer(refusal === 'message_not_found' ? 404 : 400, refusal);
}

/** Shows what the bot sent in answer to a person; gives Slack's word when it cannot. */
export function showResponse(workspace: Workspace, place: ResponsePlace, body: unknown): string | undefined {
  const parsed = responseSchema.safeParse(body);
  if (!parsed.success) return 'invalid_payload';
  const response = parsed.data;
  if (response.delete_original) return changeOriginal(workspace, place, undefined);
  const faults = faultsOfBlocks(response.blocks, 'message', workspace.switches);
  if (faults.length > 0) return `invalid_blocks ${faults.map(faultLine).join(' ')}`;
  if (!response.text && !response.blocks?.length) return 'no_text';
  const content = { text: response.text ?? '', blocks: withBlockIds(response.blocks ?? []) };
  if (response.replace_original) return changeOriginal(workspace, place, content);
  if (response.response_type === 'in_channel')
    addMessage(workspace, place.channelId, { ...content, threadTs: response.thread_ts });
  else addEphemeral(workspace, place, content);
  return undefined;
}

/** Replaces the message that was clicked, or takes it away when there is no content. */
function changeOriginal(
  workspace: Workspace,
  place: ResponsePlace,
  content: Parameters<typeof addEphemeral>[2] | undefined,
): string | undefined {
  const { channelId, ts = '' } = place;
  const message = findMessage(workspace, channelId, ts);
  if (message !== undefined) {
    if (content === undefined) removeMessage(workspace, channelId, ts);
    else replaceMessage(workspace, { ...message, ...content });
    return undefined;
  }
  const { ephemerals } = workspace;
  if (!ephemerals.some((ephemeral) => ephemeral.ts === ts)) return 'message_not_found';
  workspace.ephemerals = ephemerals.flatMap((ephemeral) =>
    ephemeral.ts !== ts ? [ephemeral] : content === undefined ? [] : [{ ...ephemeral, ...content }],
  );
  workspace.changed();
  return undefined;
}
