/** Draws one interactive element. */
import { PictureView } from '../blocks/picture-view.tsx';
import { ButtonElement } from './button-element.tsx';
import { ChoiceElement } from './choice-element.tsx';
import type { Element } from './element-shapes.ts';
import { ExternalSelect } from './external-select.tsx';
import { OverflowMenu } from './overflow-menu.tsx';
import { DirectorySelect, StaticSelect } from './select-element.tsx';
import { MomentInput, TypedInput } from './typed-input.tsx';

export interface ElementProps<Shown> {
  readonly blockId: string;
  readonly element: Shown;
  /** Set in an input block: the value is kept until the modal is submitted. */
  readonly input?: InputPlace | undefined;
}

export interface InputPlace {
  /** What the input is called, for those who cannot see its label. */
  readonly label: string;
  readonly isInvalid: boolean;
  /** Whether the bot is told of each change, too. */
  readonly tellsBot: boolean;
}

export function ElementView({ blockId, element, input }: ElementProps<Element>) {
  const place = { blockId, input };
  switch (element.type) {
    case 'image':
      return <PictureView image={element} />;
    case 'button':
      return <ButtonElement {...place} element={element} />;
    case 'overflow':
      return <OverflowMenu {...place} element={element} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <ChoiceElement {...place} element={element} />;
    case 'static_select':
    case 'multi_static_select':
      return <StaticSelect {...place} element={element} />;
    case 'external_select':
    case 'multi_external_select':
      return <ExternalSelect {...place} element={element} />;
    case 'users_select':
    case 'multi_users_select':
    case 'conversations_select':
    case 'multi_conversations_select':
    case 'channels_select':
    case 'multi_channels_select':
      return <DirectorySelect {...place} element={element} />;
    case 'datepicker':
    case 'timepicker':
      return <MomentInput {...place} element={element} />;
    default:
      return <TypedInput {...place} element={element} />;
  }
}
