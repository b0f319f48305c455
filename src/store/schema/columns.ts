/** Column kinds that every table uses alike. */
import { customType, timestamp } from 'drizzle-orm/pg-core';

/** An instant, always with its time zone. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** A list of texts. */
export const textArray = customType<{ data: string[]; driverData: string[] }>({ dataType: () => 'text[]' });
