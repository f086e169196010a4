import { defineConfig } from 'vitest/config';
import { projects } from './vitest.config.ts';

// Tests that need a browser or a server on this machine. One that is missing is a failure: nothing is left out.
export default defineConfig({ test: { projects: projects('test/**/*.service.test.ts', [], 180_000) } });
