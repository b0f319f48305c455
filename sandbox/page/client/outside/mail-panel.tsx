/** The mails that Marketo's campaigns would have sent. */
import type { PageState } from '../../page-state.ts';
import { ClockText } from './clock-text.tsx';
import { Panel, ShownFew } from './panel.tsx';

export function MailPanel({ marketo: { mails, mailCount } }: { marketo: PageState['marketo'] }) {
  return (
    <Panel title="Mail" about={`${mailCount} that Marketo would have sent`}>
      <ShownFew
        items={mails}
        few={4}
        total={mailCount}
        empty="No mail yet. Marketo mails on Registered, Rejected and Waitlisted."
        draw={(mail) => (
          <li key={mail.key} class="mail">
            <details>
              <summary>
                <span class="mail-words">
                  <b>{mail.subject}</b>
                  <span class="row-background">
                    to {mail.to} · <ClockText iso={mail.at} />
                  </span>
                </span>
              </summary>
              <p class="mail-body">{mail.body}</p>
              <small>Campaign {mail.campaign}</small>
            </details>
          </li>
        )}
      />
    </Panel>
  );
}
