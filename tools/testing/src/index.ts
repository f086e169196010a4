// What tests of pipelines share: a lake for a while, runs at a fixed moment, tables as text.
export { hashesOf } from './hashes.ts';
export { temporaryFolder } from './temporary-folder.ts';
export { cell, readCsv, readRows, type TextRow, withSession } from './text-rows.ts';
export { type Trial, type TrialOptions, trialOf } from './trial.ts';
