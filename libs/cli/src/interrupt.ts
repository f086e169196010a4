import { EXIT, InterruptedError } from '@sluice/core';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The first signal asks the command to stop and leave its state consistent; the second ends the process at once.
 * @param note  tells the operator that the first was heard
 */
export function listenForSignals(note: (text: string) => void): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const heard = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    note('Stopping; once more to exit at once.');
    controller.abort(new InterruptedError());
  };
  for (const name of SIGNALS) process.on(name, heard);
  return {
    signal: controller.signal,
    stop: () => {
      for (const name of SIGNALS) process.off(name, heard);
    },
  };
}
