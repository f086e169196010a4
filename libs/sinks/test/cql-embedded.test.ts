import { describeCqlClock } from './clock-contract.ts';
import { describeCqlStore } from './cql-contract.ts';
import { describeCqlPosition } from './position-contract.ts';

const NAME = 'the DuckDB file that stands in for a CQL server';

describeCqlStore(NAME, () => undefined);
describeCqlClock(NAME, () => undefined);
describeCqlPosition(NAME, () => undefined);
