import { describe, expect, it } from 'vitest';
import { createTokenSource, type MarketoToken } from '../../../src/outside/marketo/token-source.ts';

/** A source whose clock and tokens the test holds in its hands. */
function sourceOf(lives: number[]) {
  const clock = { now: 0 };
  let fetches = 0;
  const source = createTokenSource(
    async (): Promise<MarketoToken> => {
      fetches += 1;
      return { value: `token-${fetches}`, livesMs: lives[fetches - 1] ?? 3_600_000 };
    },
    () => clock.now,
  );
  return { source, clock, fetches: () => fetches };
}

describe("Marketo's access token", () => {
  it('is fetched once for all who wait for it', async () => {
    const { source, fetches } = sourceOf([]);
    expect(await Promise.all([source.current(), source.current(), source.current()])).toEqual([
      'token-1',
      'token-1',
      'token-1',
    ]);
    expect(fetches()).toBe(1);
  });

  it('is kept until a minute before its end', async () => {
    const { source, clock } = sourceOf([]);
    await source.current();
    clock.now = 3_539_999;
    expect(await source.current()).toBe('token-1');
    clock.now = 3_540_000;
    expect(await source.current()).toBe('token-2');
  });

  it('is asked for again soon when it comes with a tiny remaining life', async () => {
    const { source, clock } = sourceOf([5_000]);
    await source.current();
    clock.now = 1_000;
    expect(await source.current()).toBe('token-2');
  });

  it('with no life left is used, and asked for once a second at most', async () => {
    const { source, clock, fetches } = sourceOf([0, 0, 0]);
    for (clock.now = 0; clock.now < 3_000; clock.now += 10) await source.current();
    expect(fetches()).toBe(3);
  });

  it('that Marketo did not take is replaced once, however many calls met it', async () => {
    const { source, fetches } = sourceOf([]);
    const used = await source.current();
    source.discard(used);
    const renewed = await source.current();
    source.discard(used);
    expect(await source.current()).toBe(renewed);
    expect(fetches()).toBe(2);
  });

  it('is asked for anew after a failed renewal', async () => {
    let isDown = true;
    const source = createTokenSource(async () => {
      if (isDown) throw new Error('down');
      return { value: 'token', livesMs: 3_600_000 };
    });
    await expect(Promise.all([source.current(), source.current()])).rejects.toThrow('down');
    isDown = false;
    expect(await source.current()).toBe('token');
  });
});
