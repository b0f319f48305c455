/** Rate limits that all replicas share, counted in PostgreSQL. */
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

export interface RateLimit {
  /** Takes calls now; returns 0, or how many milliseconds to wait before asking again. */
  take(key: string, calls?: number): Promise<number>;
}

/** At most `calls` in each window of `seconds`; windows begin with their first call. */
export function createRateLimit(
  pool: Pool,
  name: string,
  { calls, seconds }: { calls: number; seconds: number },
): RateLimit {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points: calls,
    duration: seconds,
  });
  return {
    async take(key, wanted = 1) {
      try {
        await limiter.consume(key, wanted);
        return 0;
      } catch (error) {
        if (error instanceof RateLimiterRes) return Math.max(1, error.msBeforeNext);
        throw error;
      }
    },
  };
}
