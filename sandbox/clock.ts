/** The sandbox's clock: real time plus an offset that a test or a button on the page may move. */
export class SandboxClock {
  #offsetMs = 0;

  /** The instant the simulators believe it is. */
  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** Moves the clock forward; time never runs backwards here. */
  advance(ms: number): void {
    if (ms < 0) throw new RangeError('the sandbox clock only moves forward');
    this.#offsetMs += ms;
  }

  /** Moves the clock to an instant that lies ahead. */
  moveTo(instant: Date): void {
    this.advance(instant.getTime() - this.now().getTime());
  }
}
