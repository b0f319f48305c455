/** Waits for a fact about the workspace by reading again at each change, and shows the channels when it never comes. */
import { channelText } from './message-text.ts';
import type { Workspace } from './workspace.ts';

const defaultTimeoutMs = 5_000;

export function until<T>(
  workspace: Workspace,
  what: string,
  read: () => T | undefined | false | null,
  timeoutMs = defaultTimeoutMs,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(deadline);
      workspace.listeners.delete(look);
    };
    const look = (): void => {
      try {
        const found = read();
        if (found === undefined || found === null || found === false) return;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const deadline = setTimeout(() => {
      stop();
      reject(new Error(`waited ${timeoutMs} ms in vain for: ${what}\n${workspaceText(workspace)}`));
    }, timeoutMs);
    workspace.listeners.add(look);
    look();
  });
}

function workspaceText(workspace: Workspace): string {
  const modals = [...workspace.modals.values()]
    .flat()
    .map((view) => `modal "${view.title}" open for ${view.userId}`);
  const whispers = workspace.ephemerals.map((message) => `only ${message.userId} sees: ${message.text}`);
  const refused = workspace.calls.filter((call) => !call.ok).slice(-5);
  const errors = refused.map((call) => `${call.method} was answered ${call.status} ${call.error ?? ''}`);
  return [...[...workspace.channels.values()].map(channelText), ...modals, ...whispers, ...errors].join('\n');
}
