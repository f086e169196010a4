#!/usr/bin/env node
// Runs the sources of the workspace that this file lies in, through a cached bundle of them.
// Whatever is read here is read at every start: keep it small.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`NODE_TOO_OLD Sluice needs Node 20.19 or newer, this is ${process.version}.`);
  process.exit(2);
}

const { launch } = await import('../launcher/launch.mjs');
await launch(process.argv.slice(2));
