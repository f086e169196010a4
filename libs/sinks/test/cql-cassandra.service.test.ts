import { testCassandra } from './cassandra.ts';
import { describeCqlClock } from './clock-contract.ts';
import { describeCqlStore } from './cql-contract.ts';
import { describeCqlPosition } from './position-contract.ts';

const server = testCassandra();

describeCqlStore('a Cassandra', () => server.settings());
describeCqlClock('a Cassandra', () => server.settings());
describeCqlPosition('a Cassandra', () => server.settings());
