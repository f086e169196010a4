import { readdirSync } from 'node:fs';
import eslint from '@eslint/js';
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

// The boundary rule reads Nx's cached project graph and skips itself, with no error, where there is none.
process.env.NX_DAEMON = 'false';
await createProjectGraphAsync({ exitOnError: false });

const layers = ['core', 'engine', 'parts', 'pipeline', 'cli', 'app'];
const tag = (layer) => `layer:${layer}`;

/** Each layer may import the layers below it; its tests may import their own layer too, and the tools. */
function boundaries({ sameLayer }) {
  const layerConstraints = layers.map((layer, height) => ({
    sourceTag: tag(layer),
    onlyDependOnLibsWithTags: [...layers.slice(0, sameLayer ? height + 1 : height), ...(sameLayer ? ['tool'] : [])].map(
      tag,
    ),
  }));
  return {
    '@nx/enforce-module-boundaries': [
      'error',
      {
        // The scripts of the workflows belong to no project; their tests lie in tools/checks.
        allow: ['../../../.github/scripts/*'],
        depConstraints: [
          ...layerConstraints,
          { sourceTag: tag('tool'), onlyDependOnLibsWithTags: [...layers.slice(0, -1), 'tool'].map(tag) },
        ],
      },
    ],
  };
}

// Nx resolves a package by its exports, and an app has none: the boundary rule does not see an import of one.
const noApps = {
  patterns: readdirSync(new URL('apps', import.meta.url)).map((app) => ({
    regex: `^@sluice/${app}(/|$)`,
    message: 'An app is where imports end: move what is shared into a lib.',
  })),
};

const noExportAll = {
  selector: 'ExportAllDeclaration',
  message: 'Name every export: index.ts is the table of contents of its lib.',
};
const noAmbientTime = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask a Clock (@sluice/core): the same inputs give the same result.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask a Clock (@sluice/core): the same inputs give the same result.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Derive it from the seed: the same inputs give the same result.',
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '.nx/',
      'coverage/',
      'data/',
      '**/test/cases/',
      'tools/nx-plugin/generators/*/files/',
    ],
  },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    rules: {
      ...boundaries({ sameLayer: false }),
      'no-restricted-imports': ['error', noApps],
      'max-lines': ['error', { max: 300 }],
      'no-restricted-syntax': ['error', noExportAll],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      eqeqeq: 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Code points are what we count.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // A schema decides what it validates: `compileSchema<T>(schema)`.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['libs/*/src/**/*.ts'],
    ignores: ['libs/core/src/clock.ts'],
    rules: { 'no-console': 'error', 'no-restricted-syntax': ['error', noExportAll, ...noAmbientTime] },
  },
  {
    files: ['libs/*/test/**', 'apps/*/test/**', 'tools/*/test/**'],
    rules: {
      ...boundaries({ sameLayer: true }),
      // `expect.objectContaining` is an any, and `describe(Class.method)` only reads a name.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
      },
    },
  },
  prettier,
);
