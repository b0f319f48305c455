/** Sends the page's state to every open page as Server-Sent Events, whenever it differs from what was sent last. */

/** Changes come in bursts; a page is told of a whole burst at once. */
const gatherMs = 40;
/** A comment now and then lets a page notice that the server is gone. */
const heartbeatMs = 15_000;

export class StateStream {
  readonly #read: () => unknown;
  readonly #pages = new Set<ReadableStreamDefaultController<Uint8Array>>();
  readonly #encoder = new TextEncoder();
  #sent = '';
  #waiting: NodeJS.Timeout | undefined;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(read: () => unknown) {
    this.#read = read;
    this.#heartbeat = setInterval(() => this.#send(': still here\n\n'), heartbeatMs);
  }

  /** Something may have changed. */
  touch(): void {
    if (this.#pages.size === 0) return;
    this.#waiting ??= setTimeout(() => {
      this.#waiting = undefined;
      const state = JSON.stringify(this.#read());
      if (state === this.#sent) return;
      this.#sent = state;
      this.#send(`data: ${state}\n\n`);
    }, gatherMs);
  }

  /** The answer to a page that listens: the state as it is, then every change. */
  open(): Response {
    let page: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        page = controller;
        this.#pages.add(controller);
        const state = JSON.stringify(this.#read());
        controller.enqueue(this.#encoder.encode(`retry: 500\ndata: ${state}\n\n`));
      },
      cancel: () => {
        if (page !== undefined) this.#pages.delete(page);
      },
    });
    return new Response(body, {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
    });
  }

  close(): void {
    clearTimeout(this.#waiting);
    clearInterval(this.#heartbeat);
    for (const page of this.#pages) page.close();
    this.#pages.clear();
  }

  #send(text: string): void {
    const bytes = this.#encoder.encode(text);
    for (const page of this.#pages) page.enqueue(bytes);
  }
}
