/**
 * Type-checks one folder under the workspace's own tsconfig.json, which no folder repeats.
 * Usage: node tools/nx-plugin/typecheck.mjs FOLDER. Exits 1 where the folder's own files have errors.
 */
import { isAbsolute, relative, resolve } from 'node:path';
import ts from 'typescript';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node tools/nx-plugin/typecheck.mjs FOLDER');
  process.exit(2);
}

const workspace = resolve(import.meta.dirname, '../..');
const root = resolve(folder);

/** @param {string} file */
function isOwn(file) {
  const path = relative(root, resolve(file));
  return !path.startsWith('..') && !isAbsolute(path);
}

const config = ts.getParsedCommandLineOfConfigFile(`${workspace}/tsconfig.json`, undefined, {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
  },
});
if (config === undefined) throw new Error('tsconfig.json cannot be read.');

const program = ts.createProgram(config.fileNames.filter(isOwn), config.options);
const files = program.getSourceFiles().filter((file) => isOwn(file.fileName));
const diagnostics = files.flatMap((file) => [
  ...program.getSyntacticDiagnostics(file),
  ...program.getSemanticDiagnostics(file),
]);

if (diagnostics.length > 0) {
  console.error(
    ts.formatDiagnosticsWithColorAndContext(diagnostics, {
      getCanonicalFileName: (file) => file,
      getCurrentDirectory: () => workspace,
      getNewLine: () => '\n',
    }),
  );
  process.exitCode = 1;
}
