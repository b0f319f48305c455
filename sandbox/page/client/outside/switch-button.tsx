/** A switch: on or off, with its name beside it. */

interface SwitchButtonProps {
  readonly name: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function SwitchButton({ name, isOn, onChange }: SwitchButtonProps) {
  return (
    <button type="button" class="switch" role="switch" aria-checked={isOn} onClick={() => onChange(!isOn)}>
      <span class="switch-track" aria-hidden="true" />
      {name}
    </button>
  );
}
