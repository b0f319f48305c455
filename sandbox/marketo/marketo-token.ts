/** The identity service: one token for an hour, handed out again with its remaining life until it is over. */
import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import { world } from '../world.ts';

const LIFE_MS = 3_600_000;

interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

export class MarketoTokens {
  readonly #clock: SandboxClock;
  readonly #dead = new Map<string, '601' | '602'>();
  #current: Token | undefined;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Answers GET and POST /identity/oauth/token; 401 for credentials that are not the world's. */
  grant(query: Readonly<Record<string, string>>): Response {
    const isKnown =
      query.grant_type === 'client_credentials' &&
      query.client_id === world.marketo.clientId &&
      query.client_secret === world.marketo.clientSecret;
    if (!isKnown) {
      const error = {
        error: 'unauthorized',
        error_description: 'No client with the requested id and secret',
      };
      return Response.json(error, { status: 401 });
    }
    const now = this.#clock.now().getTime();
    if (this.#current === undefined || this.#current.expiresAt <= now) {
      this.#current = { value: `${randomUUID()}:ab`, expiresAt: now + LIFE_MS };
    }
    return Response.json({
      access_token: this.#current.value,
      token_type: 'bearer',
      expires_in: Math.max(0, Math.ceil((this.#current.expiresAt - now) / 1_000) - 1),
      scope: 'usher@acme.example',
    });
  }

  /** Ends the current token; whoever still uses it is answered with the code. */
  end(answer: '601' | '602'): void {
    if (this.#current === undefined) return;
    this.#dead.set(this.#current.value, answer);
    this.#current = undefined;
  }

  /** Why a call with this Authorization header is refused; undefined when it is not. */
  reasonToRefuse(authorization: string | null): '601' | '602' | undefined {
    const value = authorization?.match(/^Bearer (.+)$/i)?.[1];
    if (value === undefined) return '601';
    const dead = this.#dead.get(value);
    if (dead !== undefined) return dead;
    if (this.#current?.value !== value) return '601';
    return this.#current.expiresAt <= this.#clock.now().getTime() ? '602' : undefined;
  }
}
