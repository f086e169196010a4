#!/usr/bin/env node
// Installs the other engines where they are missing: node tools/interop/install.mjs. Takes Python 3.10 or newer with venv,
// Java 17 and Maven, and the network; once installed, nothing is asked of it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { complete, environment, folder, installed, jars, pom, python, requirements } from './tools.mjs';

/** @param {string} command @param {readonly string[]} args */
function run(command, ...args) {
  execFileSync(command, args, { stdio: 'inherit' });
}

if (!installed()) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run('python3', '-m', 'venv', environment);
  run(python, '-m', 'pip', 'install', '--quiet', '--no-cache-dir', '-r', requirements);
  // Spark brings Scala and everything else that Delta's jars ask for.
  const groups = '-DincludeGroupIds=io.delta,io.unitycatalog';
  run('mvn', '-q', '-B', '-f', pom, 'dependency:copy-dependencies', groups, `-DoutputDirectory=${jars}`);
  writeFileSync(complete, '');
}
console.log(folder);
