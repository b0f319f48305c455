/** files.*: asking for an upload address, and completing the upload, in a channel or in none. */
import { z } from 'zod';
import { addMessage } from './channel-messages.ts';
import { writableChannel } from './chat-methods.ts';
import { tier4 } from './rate-limits.ts';
import { countArgument, WebApiRefusal, webApiMethod } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

/** Takes the bytes of an upload; false when nobody asked for this address. */
export function receiveUpload(workspace: Workspace, fileId: string, content: Buffer): boolean {
  const file = workspace.files.get(fileId);
  if (file === undefined) return false;
  file.content = content;
  return true;
}

export const fileMethods = {
  'files.getUploadURLExternal': webApiMethod({
    scopes: ['files:write'],
    limit: tier4,
    arguments: z.object({ filename: z.string().min(1), length: countArgument }),
    answer: (workspace, given) => {
      const id = workspace.nextId('F0');
      workspace.files.set(id, {
        id,
        name: given.filename,
        title: given.filename,
        content: Buffer.alloc(0),
        isComplete: false,
        channelId: undefined,
      });
      return { upload_url: `${workspace.origin}/up/${id}`, file_id: id };
    },
  }),

  'files.completeUploadExternal': webApiMethod({
    scopes: ['files:write'],
    limit: tier4,
    arguments: z.object({
      files: z.array(z.object({ id: z.string(), title: z.string().optional() })),
      channel_id: z.string().optional(),
      initial_comment: z.string().optional(),
    }),
    answer: (workspace, given) => {
      // A person's id is no channel here: https://docs.slack.dev/reference/methods/files.completeUploadExternal
      if (given.channel_id !== undefined && workspace.people.has(given.channel_id))
        throw new WebApiRefusal('channel_not_found');
      const channel = given.channel_id && writableChannel(workspace, given.channel_id);
      const files = given.files.map(({ id, title }) => {
        const file = workspace.files.get(id);
        if (file === undefined || file.content.length === 0) throw new WebApiRefusal('file_not_found');
        file.title = title ?? file.title;
        file.isComplete = true;
        file.channelId = channel ? channel.id : undefined;
        return { id, title: file.title };
      });
      const names = files.map(({ id, title }) => `${title} (${workspace.files.get(id)?.name})`);
      if (channel)
        addMessage(workspace, channel.id, {
          text: [given.initial_comment ?? '', ...names].filter((line) => line !== '').join('\n'),
          blocks: [],
        });
      return { files };
    },
  }),

  'files.info': webApiMethod({
    scopes: ['files:read', 'files:write'],
    limit: tier4,
    arguments: z.object({ file: z.string() }),
    answer: (workspace, given) => {
      const file = workspace.files.get(given.file);
      if (file === undefined) throw new WebApiRefusal('file_not_found');
      const mimetype = file.isComplete ? 'image/png' : '';
      return {
        file: { id: file.id, name: file.name, title: file.title, size: file.content.length, mimetype },
      };
    },
  }),
};
