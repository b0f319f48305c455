/** A JSON document with one long list in it, sent in pieces so that its size costs no memory. */

const ROWS_PER_PIECE = 200;

/** `{...head, [key]: [...rows]}` as a streamed response. */
export function jsonList(
  head: Readonly<Record<string, unknown>>,
  key: string,
  rows: Iterable<unknown>,
): Response {
  const pieces = piecesOf(head, key, rows);
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
  });
  return new Response(stream, { headers: { 'content-type': 'application/json' } });
}

function* piecesOf(head: Readonly<Record<string, unknown>>, key: string, rows: Iterable<unknown>) {
  yield `${JSON.stringify(head).slice(0, -1)},${JSON.stringify(key)}:[`;
  let piece: string[] = [];
  let separator = '';
  for (const row of rows) {
    piece.push(JSON.stringify(row));
    if (piece.length < ROWS_PER_PIECE) continue;
    yield separator + piece.join(',');
    separator = ',';
    piece = [];
  }
  yield `${piece.length > 0 ? separator : ''}${piece.join(',')}]}`;
}
