import { describe, expect, it } from 'vitest';
import { resolveSettings, SettingsInvalidError } from '../src/index.ts';

const here = import.meta.filename;
const resolve = (env: Readonly<Record<string, string>>) => resolveSettings({ flags: {}, env, workspace: '/srv' });

function problems(env: Readonly<Record<string, string>>): string {
  try {
    resolve(env);
  } catch (error) {
    if (error instanceof SettingsInvalidError) return error.message;
    throw error;
  }
  throw new Error('It should have been refused.');
}

describe('the settings of a CQL server', () => {
  it('are none where no contact point is named, and what else is set is told to be of no use', () => {
    expect(resolve({ SLUICE_CQL_CONTACT_POINTS: '' })).not.toHaveProperty('cql');
    const { cql, warnings } = resolve({ SLUICE_CQL_DATACENTER: 'dc1', SLUICE_CQL_REPLICATION: '3' });
    expect(cql).toBeUndefined();
    expect(warnings).toEqual([
      'SLUICE_CQL_DATACENTER, SLUICE_CQL_REPLICATION without SLUICE_CQL_CONTACT_POINTS: no server is named, so CQL sinks write a DuckDB file',
    ]);
  });

  it('need a contact point and nothing else', () => {
    expect(resolve({ SLUICE_CQL_CONTACT_POINTS: 'scylla-1, 10.0.0.2:9043,[::1]' }).cql).toEqual({
      contactPoints: ['scylla-1:9042', '10.0.0.2:9043', '[::1]:9042'],
      datacenter: 'datacenter1',
      replication: { datacenter1: 1 },
    });
  });

  it('take datacenter, login, certificates and copies', () => {
    const env = {
      SLUICE_CQL_CONTACT_POINTS: 'a',
      SLUICE_CQL_DATACENTER: 'eu-west',
      SLUICE_CQL_USERNAME: 'loader',
      SLUICE_CQL_PASSWORD: 's3cret',
      SLUICE_CQL_TLS_CA: here,
      SLUICE_CQL_REPLICATION: '3',
    };
    expect(resolve(env).cql).toEqual({
      contactPoints: ['a:9042'],
      datacenter: 'eu-west',
      login: { username: 'loader', password: 's3cret' },
      tlsCa: here,
      replication: { 'eu-west': 3 },
    });
    expect(resolve({ ...env, SLUICE_CQL_REPLICATION: 'eu-west:3, us:2' }).cql?.replication).toEqual({
      'eu-west': 3,
      us: 2,
    });
  });

  it('are refused all at once, together with the others, and the password is not shown', () => {
    const message = problems({
      SLUICE_THREADS: 'many',
      SLUICE_CQL_CONTACT_POINTS: 'a:99999',
      SLUICE_CQL_DATACENTER: "dc'1",
      SLUICE_CQL_PASSWORD: 's3cret',
      SLUICE_CQL_TLS_CA: '/nowhere/ca.pem',
      SLUICE_CQL_REPLICATION: '0',
    });
    expect(message.split('\n')).toEqual([
      '6 settings cannot be used:',
      '  SLUICE_THREADS must be a whole number from 1 to 1024, got "many"',
      '  SLUICE_CQL_CONTACT_POINTS must be host or host:port, several with commas between, got "a:99999"',
      `  SLUICE_CQL_DATACENTER must be a name, got "dc'1"`,
      '  SLUICE_CQL_TLS_CA must be a file that can be read, got "/nowhere/ca.pem"',
      '  SLUICE_CQL_REPLICATION must be a number from 1 to 99, or datacenter:number, several with commas between, got "0"',
      '  SLUICE_CQL_USERNAME must be set where SLUICE_CQL_PASSWORD is, got ""',
    ]);
    expect(message).not.toContain('s3cret');
    expect(problems({ SLUICE_CQL_USERNAME: 'loader' })).toContain('SLUICE_CQL_PASSWORD must be set');
  });

  it.each([',', 'a b', 'a:', 'a:0', 'cql://a', 'a/b'])('refuse the contact points %j', (points) => {
    expect(problems({ SLUICE_CQL_CONTACT_POINTS: points })).toContain('SLUICE_CQL_CONTACT_POINTS');
  });
});
