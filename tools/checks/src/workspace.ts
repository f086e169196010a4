import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const workspaceRoot = resolve(import.meta.dirname, '../../..');

/** One folder of apps, libs or tools. */
export interface Project {
  /** `@sluice/core` */
  readonly name: string;
  /** `libs/core` */
  readonly root: string;
  readonly kind: 'app' | 'lib' | 'tool';
  readonly description: string;
  readonly tags: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const kinds = { apps: 'app', libs: 'lib', tools: 'tool' } as const;

/** Every project, in the order of its path. */
export const projects: readonly Project[] = (['apps', 'libs', 'tools'] as const).flatMap((folder) =>
  readdirSync(join(workspaceRoot, folder))
    .map((name) => `${folder}/${name}`)
    .filter((root) => existsSync(join(workspaceRoot, root, 'package.json')))
    .map((root) => ({ root, kind: kinds[folder], ...manifest(readJson(`${root}/package.json`)) })),
);

export const rootDevDependencies = strings(property(readJson('package.json'), 'devDependencies'));

/** Files that git tracks or would track, seen from the workspace; deleted ones left out. */
export function workspaceFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: workspaceRoot,
    encoding: 'utf8',
  });
  const files = new Set(listed.split('\0').filter((file) => file !== ''));
  return [...files].filter((file) => existsSync(join(workspaceRoot, file))).sort();
}

export function readText(path: string): string {
  return readFileSync(join(workspaceRoot, path), 'utf8');
}

function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

function manifest(value: unknown) {
  const tags = property(property(value, 'nx'), 'tags');
  return {
    name: text(property(value, 'name')),
    description: text(property(value, 'description')),
    tags: Array.isArray(tags) ? tags.map(text) : [],
    dependencies: strings(property(value, 'dependencies')),
    devDependencies: strings(property(value, 'devDependencies')),
  };
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function strings(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, text(item)]));
}
