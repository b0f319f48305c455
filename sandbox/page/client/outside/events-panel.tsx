/** What can be made to happen: people arrive, systems fail, time passes. */
import type { PageState } from '../../page-state.ts';
import { OwnForm } from './own-form.tsx';
import { RefusalText } from './refusal-text.tsx';
import { SwitchButton } from './switch-button.tsx';
import { useOutside } from './use-outside.ts';

export function EventsPanel({ state }: { state: PageState }) {
  const act = useOutside();
  const { mode, refusal, hasEnded } = state.on24;
  return (
    <section class="panel events" aria-label="Make something happen">
      <header>
        <h2>Make something happen</h2>
      </header>
      <div class="events-row">
        <button type="button" class="strong" onClick={() => act('marketo/forms-of-strangers', { count: 1 })}>
          Someone fills in the form
        </button>
        <button type="button" onClick={() => act('marketo/forms-of-strangers', { count: 200 })}>
          200 forms at once
        </button>
      </div>
      <OwnForm />
      <div class="events-row switches">
        <SwitchButton
          name="ON24 is down"
          isOn={mode === 'down'}
          onChange={(isOn) => act('on24/mode', { mode: isOn ? 'down' : 'fine' })}
        />
        <SwitchButton
          name="ON24 refuses"
          isOn={mode === 'refuses'}
          onChange={(isOn) => act('on24/mode', { mode: isOn ? 'refuses' : 'fine' })}
        />
        <SwitchButton
          name="Marketo throttles"
          isOn={state.marketo.isThrottling}
          onChange={(isOn) => act('marketo/throttle', { isOn })}
        />
      </div>
      {mode === 'refuses' && <RefusalText refusal={refusal} />}
      <div class="events-row">
        <button type="button" disabled={hasEnded} onClick={() => act('on24/end', {})}>
          {hasEnded ? 'The webinar has ended' : 'The webinar ends'}
        </button>
        <button type="button" onClick={() => act('clock/evening', {})}>
          It is 23:00 Pacific
        </button>
      </div>
    </section>
  );
}
