/** Slack's rate limits as windows on the sandbox clock: per method and minute, and per channel for posting. */
import type { SandboxClock } from '../clock.ts';

export interface RateLimit {
  /** Calls allowed within the window. */
  readonly calls: number;
  readonly windowMs: number;
}

/** A bucket of `burst` calls that gains one every `refillMs`. */
export interface BurstLimit {
  readonly burst: number;
  readonly refillMs: number;
}

export interface RateLimits {
  /** Counts a call, or gives the whole seconds to wait when it comes too early. A refused call is not counted. */
  take(key: string, limit: RateLimit | BurstLimit): number | undefined;
}

export const perMinute = (calls: number): RateLimit => ({ calls, windowMs: 60_000 });

/** Tiers per method, workspace and app: https://docs.slack.dev/apis/web-api/rate-limits */
export const tier2 = perMinute(20);
export const tier3 = perMinute(50);
export const tier4 = perMinute(100);
export const unlisted = perMinute(600);

/** Posting: about one message a second in one channel, three at once after a pause. */
export const postsPerChannel: BurstLimit = { burst: 3, refillMs: 1_000 };

export function createRateLimits(clock: SandboxClock): RateLimits {
  const taken = new Map<string, number[]>();
  const fullAt = new Map<string, number>();
  const takeFromWindow = (key: string, { calls, windowMs }: RateLimit): number => {
    const now = clock.now().getTime();
    const recent = (taken.get(key) ?? []).filter((at) => at > now - windowMs);
    taken.set(key, recent);
    const oldest = recent[recent.length - calls];
    if (oldest !== undefined) return oldest + windowMs - now;
    recent.push(now);
    return 0;
  };
  const takeFromBucket = (key: string, { burst, refillMs }: BurstLimit): number => {
    const now = clock.now().getTime();
    const full = Math.max(fullAt.get(key) ?? now, now);
    const waitMs = full - now - (burst - 1) * refillMs;
    if (waitMs <= 0) fullAt.set(key, full + refillMs);
    return waitMs;
  };
  return {
    take: (key, limit) => {
      const waitMs = 'burst' in limit ? takeFromBucket(key, limit) : takeFromWindow(key, limit);
      return waitMs <= 0 ? undefined : Math.ceil(waitMs / 1000);
    },
  };
}
