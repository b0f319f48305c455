/** The registration form with values of one's own. */
import { useState } from 'preact/hooks';
import { useOutside } from './use-outside.ts';

const empty = { firstName: '', lastName: '', email: '', company: '', title: '' };
const fields = [
  ['firstName', 'First name'],
  ['lastName', 'Last name'],
  ['email', 'E-mail'],
  ['company', 'Company'],
  ['title', 'Title'],
] as const;

export function OwnForm() {
  const act = useOutside();
  const [person, setPerson] = useState(empty);
  const send = async () => {
    if (await act('marketo/fill-form', person)) setPerson(empty);
  };
  return (
    <details class="own-form">
      <summary>Fill in the form yourself</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {fields.map(([name, label]) => (
          <label key={name} class={`own-${name}`}>
            <span class="own-label">{label}</span>
            <input
              type="text"
              inputMode={name === 'email' ? 'email' : 'text'}
              value={person[name]}
              // An address without a domain would be a lead that no other system takes.
              {...(name === 'email'
                ? { required: true, pattern: '.+@.+', title: 'name@company.example' }
                : {})}
              onInput={(event) => setPerson({ ...person, [name]: event.currentTarget.value })}
            />
          </label>
        ))}
        <button type="submit">Send the form</button>
      </form>
    </details>
  );
}
