/** Chooses as whom one looks at Slack. */
import { Avatar } from './slack/avatar.tsx';

interface PersonSwitchProps {
  readonly people: readonly {
    readonly id: string;
    readonly realName: string;
    readonly name: string;
    readonly role: string;
  }[];
  readonly personId: string;
  readonly onChange: (personId: string) => void;
}

export function PersonSwitch({ people, personId, onChange }: PersonSwitchProps) {
  return (
    <fieldset class="persons">
      <legend>You are</legend>
      {people.map(({ id, realName, role }) => (
        <label key={id}>
          <input
            type="radio"
            name="person"
            value={id}
            checked={id === personId}
            onChange={() => onChange(id)}
            aria-label={`${realName}, ${role}`}
          />
          <Avatar id={id} name={realName} isSmall />
          <span>
            <b>{realName.split(' ')[0]}</b>
            <small>{role}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
