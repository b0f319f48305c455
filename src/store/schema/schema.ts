/** Every table of Usher's own; graphile-worker keeps its tables in a schema of its own. */
export * from './alerts.ts';
export * from './attendance.ts';
export * from './connections.ts';
export * from './history.ts';
export * from './marketo-days.ts';
export * from './marketo-feed.ts';
export * from './messages.ts';
export * from './rate-limits.ts';
export * from './registrants.ts';
export * from './reviews.ts';
export * from './webinars.ts';
