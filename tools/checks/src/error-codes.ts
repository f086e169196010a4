import { EXIT } from '@sluice/core';
import ts from 'typescript';
import { readText } from './workspace.ts';

/** One error class of a lib, read out of its source. */
export interface ErrorClass {
  readonly name: string;
  readonly file: string;
  /** Stable, in upper snake case; undefined for a class that only others extend. */
  readonly code: string | undefined;
  /** The number that the process ends with; undefined where neither the class nor its base in the file says. */
  readonly exitCode: number | undefined;
  /** The class's comment, on one line. */
  readonly meaning: string;
  readonly abstract: boolean;
}

/** Every class of a file that extends, directly or not, something named `…Error`. */
export function errorClasses(file: string): readonly ErrorClass[] {
  const source = ts.createSourceFile(file, readText(file), ts.ScriptTarget.Latest, true);
  const classes = source.statements.filter(ts.isClassDeclaration).filter(extendsError);
  return classes.map((declaration) => {
    const exit = field(declaration, 'exitCode', classes);
    const code = field(declaration, 'code', classes);
    return {
      name: declaration.name?.text ?? '',
      file,
      code: code !== undefined && ts.isStringLiteral(code) ? code.text : undefined,
      exitCode: exit !== undefined && ts.isPropertyAccessExpression(exit) ? exitNumber(exit.name.text) : undefined,
      meaning: comment(declaration),
      abstract: declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false,
    };
  });
}

function exitNumber(name: string): number | undefined {
  return Object.entries(EXIT).find(([key]) => key === name)?.[1];
}

function baseName(declaration: ts.ClassDeclaration): string | undefined {
  const clause = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types[0]?.expression.getText();
}

function extendsError(declaration: ts.ClassDeclaration): boolean {
  return baseName(declaration)?.endsWith('Error') ?? false;
}

/** What a field starts as, in the class or the nearest base of the same file. */
function field(
  declaration: ts.ClassDeclaration,
  name: string,
  classes: readonly ts.ClassDeclaration[],
): ts.Expression | undefined {
  const own = declaration.members.filter(ts.isPropertyDeclaration).find((member) => member.name.getText() === name);
  if (own?.initializer !== undefined) return own.initializer;
  const base = classes.find((other) => other.name?.text === baseName(declaration));
  return base === undefined ? undefined : field(base, name, classes);
}

function comment(declaration: ts.ClassDeclaration): string {
  const [block] = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(block?.comment) ?? '').replaceAll(/\s+/g, ' ').trim();
}
