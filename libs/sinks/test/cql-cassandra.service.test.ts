import { testCassandra } from './cassandra.ts';
import { describeCqlStore } from './cql-contract.ts';

const server = testCassandra();

describeCqlStore('a Cassandra', () => server.settings());
