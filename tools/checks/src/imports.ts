import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';
import { readText } from './workspace.ts';

/** Names of the packages that a source file imports, statically or dynamically; Node's own and relative ones left out. */
export function importedPackages(file: string): readonly string[] {
  const packages = specifiersIn(file).filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier));
  return [...new Set(packages.map(packageName))];
}

/** Files of its own project that a source file imports, types included, as paths of the workspace. */
export function importedFiles(file: string): readonly string[] {
  const relative = specifiersIn(file).filter((specifier) => specifier.startsWith('.'));
  return [...new Set(relative.map((specifier) => posix.join(posix.dirname(file), specifier)))];
}

function specifiersIn(file: string): readonly string[] {
  return ts.preProcessFile(readText(file), true, true).importedFiles.map(({ fileName }) => fileName);
}

function packageName(specifier: string): string {
  const depth = specifier.startsWith('@') ? 2 : 1;
  return specifier.split('/').slice(0, depth).join('/');
}
