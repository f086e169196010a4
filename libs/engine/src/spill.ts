import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const INTERVAL_MILLISECONDS = 250;

/** Watches how much lies in a spill folder. */
export interface SpillWatch {
  /** Most bytes that were seen there at once; looked at four times a second. */
  readonly peakBytes: number;
  stop(): void;
}

export function watchSpill(directory: string): SpillWatch {
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, sizeOf(directory));
  }, INTERVAL_MILLISECONDS);
  timer.unref();
  return {
    get peakBytes() {
      return peakBytes;
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** 0 where the folder is not there; a file that goes meanwhile counts nothing. */
function sizeOf(directory: string): number {
  try {
    const sizes = readdirSync(directory).map((file) => statSync(join(directory, file)).size);
    return sizes.reduce((total, size) => total + size, 0);
  } catch {
    return 0;
  }
}
