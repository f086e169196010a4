import { afterAll, beforeAll } from 'vitest';
import { type Scene, openScene } from './scene.ts';
import { constraints } from './suites/constraints.ts';
import { foreignTables } from './suites/foreign.ts';
import { histories } from './suites/histories.ts';
import { maintained } from './suites/maintained.ts';
import { nestedStatistics } from './suites/nested-statistics.ts';
import { refusedTables } from './suites/refused.ts';
import { statistics } from './suites/statistics.ts';

// One file, because the other engines are started once for all suites.
let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

foreignTables(() => scene);
refusedTables(() => scene);
constraints(() => scene);
statistics(() => scene);
nestedStatistics(() => scene);
histories(() => scene);
maintained(() => scene);
