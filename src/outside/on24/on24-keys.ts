/** ON24's keys are lower case in one of its documents and camel case in another: read both. */
import { z } from 'zod';

/** An object whose keys are made lower case before it meets the shape. */
export function anyCase<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .record(z.string(), z.unknown())
    .transform((record) =>
      Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value])),
    )
    .pipe(z.object(shape));
}
