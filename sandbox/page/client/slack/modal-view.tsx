/** One modal of a person's stack; those that are covered keep what was typed into them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownView } from '../../page-state.ts';
import { askServer } from '../ask-server.ts';
import { BlockList } from '../blocks/block-list.tsx';
import { WarningMark } from '../elements/warning-mark.tsx';
import { SurfaceProvider } from '../surface.ts';
import { useViewSurface } from './view-surface.ts';

interface ModalViewProps {
  readonly view: ShownView;
  /** How many modals lie below. */
  readonly depth: number;
  readonly isCovered: boolean;
}

export function ModalView({ view, depth, isCovered }: ModalViewProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const surface = useViewSurface(view);
  const [isBusy, setBusy] = useState(false);
  const [warning, setWarning] = useState<string>();
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>('.modal-body :is(input, select, textarea)')?.focus();
  }, []);

  const close = () => askServer('slack/close', { personId: view.userId, viewId: view.id });
  const submit = async () => {
    setBusy(true);
    setWarning(undefined);
    const answer = await askServer('slack/submit', {
      personId: view.userId,
      viewId: view.id,
      values: surface.draft,
    });
    setBusy(false);
    if (!answer.ok) setWarning(answer.warning);
  };

  return (
    <dialog
      ref={dialog}
      class={isCovered ? 'dialog modal covered' : 'dialog modal'}
      aria-labelledby={`title-${view.id}`}
      onCancel={(event) => {
        // It closes when the state says so, not before the bot has been told.
        event.preventDefault();
        void close();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        noValidate
      >
        <header>
          {depth > 0 ? (
            <button type="button" class="icon-button" aria-label="Back" onClick={close}>
              ‹
            </button>
          ) : (
            <span class="avatar avatar-small avatar-bot" aria-hidden="true">
              U
            </span>
          )}
          <h2 class="modal-title" id={`title-${view.id}`}>
            {view.title}
          </h2>
          <button type="button" class="icon-button" aria-label="Close the window" onClick={close}>
            ×
          </button>
        </header>
        <div class="modal-body">
          <SurfaceProvider value={surface}>
            <BlockList blocks={view.blocks} />
          </SurfaceProvider>
        </div>
        <footer>
          <WarningMark warning={warning} />
          <button type="button" class="slack-button large" onClick={close}>
            {view.close ?? 'Cancel'}
          </button>
          {view.submit !== undefined && (
            <button type="submit" class="slack-button large primary" aria-busy={isBusy} disabled={isBusy}>
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}
