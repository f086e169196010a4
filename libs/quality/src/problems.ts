import { nearest, type Location, type Problem, type Schema } from '@sluice/core';
import type { ContractProblem } from './errors.ts';
import type { Parts } from './odcs/common.ts';
import { formatPath, type Path, type SourceDocument } from './source.ts';

/** Gathers what is wrong with one document, each with its place. */
export interface Problems {
  readonly found: readonly ContractProblem[];
  /** Reports the value at `path`. */
  report(path: Path, message: string): void;
  locate(path: Path): Location;
  /** Checks the value at `path` by a schema and reports every breach. True when there is none. */
  check<T>(schema: Schema<T>, path: Path, value: unknown): value is T;
  /** Checks those parts of the value at `path` that are there. */
  checkParts(parts: Parts, path: Path, value: unknown): void;
}

export function problemsOf(source: SourceDocument): Problems {
  const found: ContractProblem[] = [];
  const problems: Problems = {
    found,
    locate: (path) => source.locate(path),
    report(path, message) {
      found.push({ location: source.locate(path), path: formatPath(path), message });
    },
    check<T>(schema: Schema<T>, base: Path, value: unknown): value is T {
      const checked = schema.check(value);
      if (checked.ok) return true;
      for (const problem of checked.problems) {
        const path = [...base, ...pointerSteps(problem.path)];
        const surplus = problem.property !== undefined && problem.keyword !== 'required';
        const place = surplus ? [...path, problem.property] : path;
        found.push({
          location: surplus ? source.locateKey(place) : source.locate(place),
          path: formatPath(path),
          message: withGot(problem, value),
        });
      }
      return false;
    },
    checkParts(parts, path, value) {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, part] of Object.entries(value)) {
        const schema = Object.hasOwn(parts, key) ? parts[key] : undefined;
        if (schema !== undefined) problems.check(schema, [...path, key], part);
      }
    },
  };
  return problems;
}

/** `; did you mean X?`, or nothing where no candidate is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const meant = nearest(name, candidates);
  return meant === undefined ? '' : `; did you mean \`${meant}\`?`;
}

/** A value without the quotes that JSON puts around text. */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A value as it is shown in a message: JSON, cut at 60 characters. */
export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The message with the value that was found, before the hint. */
export function withGot({ message, path, property }: Problem, value: unknown): string {
  if (property !== undefined) return message;
  const got = `, got ${show(valueAt(value, pointerSteps(path)))}`;
  const hint = message.indexOf('; did you mean');
  return hint < 0 ? `${message}${got}` : `${message.slice(0, hint)}${got}${message.slice(hint)}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    current = typeof current === 'object' && current !== null ? Reflect.get(current, step) : undefined;
  }
  return current;
}

function pointerSteps(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
