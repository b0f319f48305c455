/** What carries out a job, and what it may answer. */
import type { JobName, JobPayload } from './catalogue.ts';

/** A wait that is known beforehand (a hold, a rate limit): the job runs again then, and no attempt is burnt. */
export interface KnownWait {
  againInMs: number;
}

/** A handler throws for what a retry may cure; everything else it settles or answers with a known wait. */
export type Handler<Name extends JobName> = (payload: JobPayload<Name>) => Promise<KnownWait | undefined>;

export type Handlers = { [Name in JobName]: Handler<Name> };

/** For each feature: the handlers it brings. */
export type SomeHandlers = Partial<Handlers>;
