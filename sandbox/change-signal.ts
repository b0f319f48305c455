/** Tells listeners that a simulator has changed, and waits for facts by reading again at each change. */
export class ChangeSignal {
  readonly #listeners = new Set<() => void>();

  /** Calls every listener; a listener reads what it wants to know for itself. */
  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Adds a listener and returns the function that removes it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Waits until `read` gives something other than undefined, null or false, and returns that.
   * Rejects after `timeoutMs` of real time with an error that names `what`.
   */
  until<T>(what: string, read: () => T | undefined | false | null, timeoutMs = 5_000): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const stop = () => {
        clearTimeout(deadline);
        clearInterval(clockCheck);
        removeListener();
      };
      const look = () => {
        try {
          const found = read();
          if (found === undefined || found === null || found === false) return;
          stop();
          resolve(found);
        } catch (error) {
          stop();
          reject(error);
        }
      };
      const deadline = setTimeout(() => {
        stop();
        reject(new Error(`waited ${timeoutMs} ms in vain until ${what}`));
      }, timeoutMs);
      // The sandbox clock may be moved without a change of state, so time-dependent facts are read now and then.
      const clockCheck = setInterval(look, 50);
      const removeListener = this.onChange(look);
      look();
    });
  }
}
