import { describeCqlStore } from './cql-contract.ts';

describeCqlStore('the DuckDB file that stands in for a CQL server', () => undefined);
