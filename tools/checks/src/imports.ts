import { isBuiltin } from 'node:module';
import ts from 'typescript';
import { readText } from './workspace.ts';

/** Names of the packages that a source file imports, statically or dynamically; Node's own and relative ones left out. */
export function importedPackages(file: string): readonly string[] {
  const specifiers = ts.preProcessFile(readText(file), true, true).importedFiles.map(({ fileName }) => fileName);
  const packages = specifiers.filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier));
  return [...new Set(packages.map(packageName))];
}

function packageName(specifier: string): string {
  const depth = specifier.startsWith('@') ? 2 : 1;
  return specifier.split('/').slice(0, depth).join('/');
}
