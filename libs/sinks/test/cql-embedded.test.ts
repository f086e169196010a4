import { describeCqlStore } from './cql-contract.ts';
import { describeCqlPosition } from './position-contract.ts';

describeCqlStore('the DuckDB file that stands in for a CQL server', () => undefined);
describeCqlPosition('the DuckDB file that stands in for a CQL server', () => undefined);
