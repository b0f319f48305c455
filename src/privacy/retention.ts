/** How long a webinar keeps its people; pure. */

export interface Retention {
  /** Days after the archive, or else the live part, has ended; nothing for ever. */
  retentionDays: number | null;
  liveEndsAt: Date | null;
  archiveEndsAt: Date | null;
}

const dayMs = 24 * 60 * 60 * 1000;

/** While viewers may still come, nobody expires: attendance needs to know whom it is about. */
export function isExpired({ retentionDays, liveEndsAt, archiveEndsAt }: Retention, now: Date): boolean {
  const endedAt = archiveEndsAt ?? liveEndsAt;
  if (retentionDays === null || endedAt === null) return false;
  return now.getTime() >= endedAt.getTime() + retentionDays * dayMs;
}
