/** The campaign "Program Status is Changed" that calls a webhook for Pending Approval and Registration Error. */
import type { StatusRole } from './marketo-channels.ts';
import type { WebhookAnswer } from './marketo-records.ts';
import type { MarketoState, StatusChange } from './marketo-state.ts';

/** Marketo gives up on an answer after 30 s of real time. */
const TIMEOUT_MS = 30_000;
const calledFor: ReadonlySet<StatusRole | undefined> = new Set(['pendingApproval', 'registrationError']);

export class MarketoWebhook {
  readonly answers: WebhookAnswer[] = [];
  url: string | undefined;
  readonly #state: MarketoState;
  readonly #abort = new AbortController();
  readonly #queue: string[] = [];
  #running = 0;

  constructor(state: MarketoState, url: string | undefined) {
    this.#state = state;
    this.url = url;
  }

  /** Calls the webhook for a change that the campaign listens to, as the switches say. */
  onStatusChange(change: StatusChange): void {
    const { webhooks, webhookLateMs } = this.#state.switches;
    if (webhooks === 'off' || this.url === undefined || !calledFor.has(change.role)) return;
    const payload = this.#payloadOf(change);
    if (payload === undefined) return;
    const copies = webhooks === 'duplicated' ? [payload, payload] : [payload];
    const send = () => {
      this.#queue.push(...copies);
      this.#next();
    };
    if (webhooks === 'late') this.#state.schedule.after(webhookLateMs, send);
    else send();
  }

  close(): void {
    this.#queue.length = 0;
    this.#abort.abort();
  }

  #next(): void {
    while (this.#running < this.#state.switches.webhookConcurrency) {
      const payload = this.#queue.shift();
      if (payload === undefined) return;
      this.#running += 1;
      this.#call(payload).finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  async #call(payload: string): Promise<void> {
    if (this.url === undefined || this.#abort.signal.aborted) return;
    const at = this.#state.clock.now();
    const startedAt = performance.now();
    const secret = this.#state.switches.webhookSecret;
    const answer = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secret === undefined ? {} : { 'x-usher-secret': secret }),
      },
      body: payload,
      signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
      .then(async (response) => ({ status: response.status, body: await response.text() }))
      .catch((error: unknown) => ({ status: 'failed' as const, body: String(error) }));
    if (this.#abort.signal.aborted) return;
    this.answers.push({ at, ...answer, durationMs: performance.now() - startedAt });
    this.#state.signal.notify();
  }

  /** The payload template with its tokens filled: string tokens in quotes, empty ones as "", numbers as the switch says. */
  #payloadOf({ program, member }: StatusChange): string | undefined {
    const lead = this.#state.leads.get(member.leadId);
    if (lead === undefined) return undefined;
    const number = (value: number) =>
      this.#state.switches.webhookTokens === 'quoted' ? String(value) : value;
    return JSON.stringify({
      programId: number(program.id),
      program: program.name,
      leadId: number(lead.id),
      email: lead.email,
      firstName: lead.firstName ?? '',
      lastName: lead.lastName ?? '',
      company: lead.company ?? '',
      title: lead.title ?? '',
      campaignId: number(3_711),
      at: this.#state.clock.now().toISOString().replace('T', ' ').slice(0, 19),
    });
  }
}
