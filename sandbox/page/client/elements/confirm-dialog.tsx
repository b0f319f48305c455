/** The question that an element asks before it acts. */
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { TextView } from '../blocks/text-view.tsx';
import type { Confirm } from './element-shapes.ts';

type Ask = (question: Confirm) => Promise<boolean>;

const context = createContext<Ask>(async () => false);

export function useConfirm(): Ask {
  return useContext(context);
}

interface Asked {
  readonly question: Confirm;
  readonly answer: (isYes: boolean) => void;
}

export function ConfirmProvider({ children }: { children: ComponentChildren }) {
  const [asked, setAsked] = useState<Asked>();
  const ask = useRef<Ask>((question) => new Promise((answer) => setAsked({ question, answer })));
  const finish = (isYes: boolean) => {
    asked?.answer(isYes);
    setAsked(undefined);
  };
  return (
    <context.Provider value={ask.current}>
      {children}
      {asked && <ConfirmDialog question={asked.question} onAnswer={finish} />}
    </context.Provider>
  );
}

function ConfirmDialog({ question, onAnswer }: { question: Confirm; onAnswer: (isYes: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="dialog confirm"
      aria-labelledby="confirm-title"
      onCancel={() => onAnswer(false)}
    >
      <h2 class="confirm-title" id="confirm-title">
        {question.title.text}
      </h2>
      <p>
        <TextView text={question.text} />
      </p>
      <footer>
        <button type="button" class="slack-button large" onClick={() => onAnswer(false)}>
          {question.deny.text}
        </button>
        <button
          type="button"
          class={`slack-button large ${question.style ?? 'primary'}`}
          onClick={() => onAnswer(true)}
        >
          {question.confirm.text}
        </button>
      </footer>
    </dialog>
  );
}
