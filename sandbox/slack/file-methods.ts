/** files.*: asking for an upload address and completing the upload; the bytes are counted, not kept. */
import { z } from 'zod';
import { tier4 } from './rate-limits.ts';
import { countArgument, WebApiRefusal, webApiMethod } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

/** Takes the bytes of an upload; false when nobody asked for this address. */
export function receiveUpload(workspace: Workspace, fileId: string, bytes: number): boolean {
  const file = workspace.files.get(fileId);
  if (file === undefined) return false;
  file.bytes = bytes;
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
        bytes: 0,
        isComplete: false,
      });
      return { upload_url: `${workspace.origin}/up/${id}`, file_id: id };
    },
  }),

  'files.completeUploadExternal': webApiMethod({
    scopes: ['files:write'],
    limit: tier4,
    arguments: z.object({ files: z.array(z.object({ id: z.string(), title: z.string().optional() })) }),
    answer: (workspace, given) => ({
      files: given.files.map(({ id, title }) => {
        const file = workspace.files.get(id);
        if (file === undefined || file.bytes === 0) throw new WebApiRefusal('file_not_found');
        file.title = title ?? file.title;
        file.isComplete = true;
        return { id, title: file.title };
      }),
    }),
  }),

  'files.info': webApiMethod({
    scopes: ['files:read', 'files:write'],
    limit: tier4,
    arguments: z.object({ file: z.string() }),
    answer: (workspace, given) => {
      const file = workspace.files.get(given.file);
      if (file === undefined) throw new WebApiRefusal('file_not_found');
      const mimetype = file.isComplete ? 'image/png' : '';
      return { file: { id: file.id, name: file.name, title: file.title, size: file.bytes, mimetype } };
    },
  }),
};
