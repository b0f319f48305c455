/** What an operator watches: jobs by name and outcome, calls to Marketo and ON24 by operation and outcome, and Marketo's day. */
import { Hono } from 'hono';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ObserveCall } from './outside/http.ts';

export interface Metrics {
  jobFinished(name: string, outcome: string, durationMs: number): void;
  observeCall: ObserveCall;
  /** Serves `GET /metrics` in Prometheus's text format. */
  routes: Hono;
}

export interface MetricsParts {
  /** How many calls of Marketo's day are used, by Usher and by all integrations together. */
  marketoUsage(): Promise<{ ours: number; instance: number | undefined }>;
}

const secondsBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60];

export function createMetrics({ marketoUsage }: MetricsParts): Metrics {
  const registry = new Registry();
  const jobs = new Histogram({
    name: 'usher_job_seconds',
    help: 'How long jobs ran, by name and outcome (done, waits, failed).',
    labelNames: ['job', 'outcome'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  const calls = new Counter({
    name: 'usher_outside_calls_total',
    help: 'Calls to Marketo and ON24, by operation and outcome (ok, or what went wrong).',
    labelNames: ['system', 'operation', 'outcome'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'usher_outside_call_seconds',
    help: 'How long calls to Marketo and ON24 took.',
    labelNames: ['system'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  new Gauge({
    name: 'usher_marketo_calls_today',
    help: "Calls of Marketo's day (which begins at midnight in Chicago): by usher, and by the whole instance as Marketo told within 15 minutes.",
    labelNames: ['by'],
    registers: [registry],
    async collect() {
      this.reset();
      // Without the database there is no number, and all others are still told.
      const usage = await marketoUsage().catch(() => undefined);
      if (usage) this.set({ by: 'usher' }, usage.ours);
      if (usage?.instance !== undefined) this.set({ by: 'instance' }, usage.instance);
    },
  });
  const routes = new Hono();
  routes.get('/metrics', async (context) =>
    context.text(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  return {
    jobFinished: (job, outcome, durationMs) => jobs.observe({ job, outcome }, durationMs / 1000),
    observeCall({ system, operation, outcome, durationMs }) {
      calls.inc({ system, operation, outcome });
      durations.observe({ system }, durationMs / 1000);
    },
    routes,
  };
}
