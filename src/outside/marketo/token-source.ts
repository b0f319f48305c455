/** Marketo's access token: one for the whole client, renewed early, and by one call however many wait for it. */

export interface MarketoToken {
  value: string;
  /** Remaining life as Marketo gives it; small values occur, even 0. */
  livesMs: number;
}

export interface TokenSource {
  current(): Promise<string>;
  /** Forgets a token that Marketo did not take, unless it has been replaced already. */
  discard(value: string): void;
}

const renewedEarlyMs = 60_000;

// Marketo gives the same token again until it has expired, so a short-lived one is asked for again only each second.
const keptAtLeastMs = 1_000;

export function createTokenSource(
  fetchToken: () => Promise<MarketoToken>,
  now: () => number = Date.now,
): TokenSource {
  let held: { value: string; renewAt: number } | undefined;
  let renewal: Promise<string> | undefined;

  async function renew(): Promise<string> {
    try {
      const token = await fetchToken();
      held = {
        value: token.value,
        renewAt: now() + Math.max(keptAtLeastMs, token.livesMs - renewedEarlyMs),
      };
      return token.value;
    } finally {
      renewal = undefined;
    }
  }

  return {
    async current() {
      if (held && now() < held.renewAt) return held.value;
      renewal ??= renew();
      return renewal;
    },
    discard(value) {
      if (held?.value === value) held = undefined;
    },
  };
}
