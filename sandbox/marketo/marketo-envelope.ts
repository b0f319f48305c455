/** The envelopes around Marketo's answers: HTTP 200 for nearly everything, errors inside. */

/** A call that fails as a whole: HTTP 200 with `success: false`. */
export class MarketoRefusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One record of a bulk write; in the order of the request. */
export type RecordOutcome =
  | { readonly status: 'created' | 'updated' | 'deleted'; readonly leadId: number }
  | { readonly status: 'skipped'; readonly code: string; readonly message: string };

let lastRequest = 0x3f19;

function newRequestId(): string {
  lastRequest += 1;
  return `${lastRequest.toString(16)}#${(Date.now() * 4).toString(16)}`;
}

/** Lead database: `result` and whatever stands beside it, such as a paging token. */
export function envelope(
  result: readonly unknown[] | undefined,
  beside: Readonly<Record<string, unknown>> = {},
): Response {
  return Response.json({ requestId: newRequestId(), result, success: true, ...beside });
}

/** Assets: without hits there is a warning and no `result` at all. */
export function assetEnvelope(result: readonly unknown[]): Response {
  const found = result.length > 0;
  const warnings = found ? [] : ['No assets found for the given search criteria.'];
  return Response.json({
    success: true,
    errors: [],
    requestId: newRequestId(),
    warnings,
    ...(found ? { result } : {}),
  });
}

export function refusalEnvelope(code: string, message: string): Response {
  return Response.json({ requestId: newRequestId(), success: false, errors: [{ code, message }] });
}

/** Numbers the records; a skipped one carries its reason and no lead id. */
export function recordEnvelope(outcomes: readonly RecordOutcome[]): Response {
  return envelope(
    outcomes.map((outcome, seq) =>
      outcome.status === 'skipped'
        ? { seq, status: 'skipped', reasons: [{ code: outcome.code, message: outcome.message }] }
        : { seq, status: outcome.status, leadId: outcome.leadId },
    ),
  );
}

/** Instants of the lead database: ISO-8601 without milliseconds. */
export function leadInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

/** Instants of assets, which carry two zones and are no valid ISO-8601. */
export function assetInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z+0000`;
}
