import { InterruptedError } from '@sluice/core';
import type { Engine } from '@sluice/engine';

const REPEAT_MILLISECONDS = 50;

/**
 * Does work that an abort of `signal` may stop at any statement, also between two: the interrupt is repeated until the
 * work is over.
 * @throws {InterruptedError} when the signal was aborted before the work was done
 */
export async function interruptible<T>(
  engine: Engine,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (signal === undefined) return work();
  if (signal.aborted) throw new InterruptedError();
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    engine.interrupt();
    timer ??= setInterval(() => {
      engine.interrupt();
    }, REPEAT_MILLISECONDS);
  };
  signal.addEventListener('abort', stop);
  try {
    const result = await work();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    throw isAborted(signal) ? new InterruptedError(undefined, { cause: error }) : error;
  } finally {
    signal.removeEventListener('abort', stop);
    clearInterval(timer);
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
