import { parse } from 'yaml';
import { readText, workspaceFiles } from './workspace.ts';

/** What the checks look at in a workflow; the rest is actionlint's. */
export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: readonly Job[];
}

export interface Job {
  /** `ci.yml: affected` */
  readonly title: string;
  readonly job: Readonly<Record<string, unknown>>;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
}

/** Every workflow of the repository, in the order of its name. */
export function readWorkflows(): readonly Workflow[] {
  return workspaceFiles()
    .filter((file) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file))
    .map((file) => {
      const text = readText(file);
      const document = mapping(parse(text));
      const name = file.slice('.github/workflows/'.length);
      const jobs = Object.entries(mapping(document['jobs'])).map(([id, value]) => {
        const job = mapping(value);
        const steps = Array.isArray(job['steps']) ? job['steps'].map(mapping) : [];
        return { title: `${name}: ${id}`, job, steps };
      });
      return { file: name, text, on: mapping(document['on']), permissions: document['permissions'], jobs };
    });
}

/** The value as a mapping; empty where it is none. */
export function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
