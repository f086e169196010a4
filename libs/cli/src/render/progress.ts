import { clearLine, cursorTo } from 'node:readline';
import type { Writable } from 'node:stream';
import { cut } from './width.ts';

/** One line at the bottom of the terminal that is written over; nothing where nobody watches. */
export interface ProgressLine {
  /** Takes the line away, prints, and puts the line back below. */
  above(print: () => void): void;
  stop(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const MILLISECONDS = 100;
/** Of a terminal that does not say how wide it is. */
const NARROW = 80;

/** A stream that may be a terminal. */
export type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** @param describe  what is under way now; undefined where there is nothing to show */
export function progressLine(stream: Screen, describe: () => string | undefined): ProgressLine {
  if (stream.isTTY !== true) return { above: (print) => print(), stop: () => undefined };
  let frame = 0;
  const erase = (): void => {
    cursorTo(stream, 0);
    clearLine(stream, 0);
  };
  const draw = (): void => {
    const text = describe();
    erase();
    if (text !== undefined)
      stream.write(cut(`${FRAMES[frame % FRAMES.length] ?? ''} ${text}`, Math.max(1, (stream.columns ?? NARROW) - 1)));
    frame += 1;
  };
  const timer = setInterval(draw, MILLISECONDS);
  timer.unref();
  return {
    above(print) {
      erase();
      print();
    },
    stop() {
      clearInterval(timer);
      erase();
    },
  };
}
