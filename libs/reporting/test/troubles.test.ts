import { describe, expect, it } from 'vitest';
import { troublesOf } from '../src/index.ts';
import { brokenCheck, checkRecord, goldRecord, runRecord, tableRecord } from './records.ts';

const good = tableRecord();
const bad = tableRecord({ state: 'failed', checks: [brokenCheck] });

describe(troublesOf, () => {
  it('says which rule of which table how many rows break, and since which run', () => {
    const runs = [
      runRecord(4, { tables: [bad] }),
      runRecord(3, { tables: [bad] }),
      runRecord(2, { tables: [good] }),
      runRecord(1, { tables: [bad] }),
    ];
    expect(troublesOf({ runs })).toMatchObject([
      {
        severity: 'error',
        subject: 'bronze.orders',
        what: 'amount must be ≥ 0: 3 of 1,234 rows break it',
        run: { runId: runs[0]?.runId },
        since: { runId: runs[1]?.runId },
      },
    ]);
  });

  it('finds nothing wrong once the rule holds again', () => {
    expect(troublesOf({ runs: [runRecord(2), runRecord(1, { tables: [bad] })] })).toEqual([]);
  });

  it('still tells the warning of a table that was skipped since', () => {
    const warned = tableRecord({ checks: [{ ...brokenCheck, severity: 'warning' }] });
    const skipped = tableRecord({ state: 'skipped', checks: [] });
    const runs = [runRecord(2, { tables: [skipped] }), runRecord(1, { tables: [warned] })];
    expect(troublesOf({ runs })).toMatchObject([{ severity: 'warning', since: { runId: runs[1]?.runId } }]);
  });

  it('forgets what was refused once the published table is found unchanged', () => {
    const skipped = tableRecord({ state: 'skipped', checks: [] });
    const runs = [
      runRecord(3, { tables: [skipped] }),
      runRecord(2, { tables: [bad] }),
      runRecord(1, { tables: [good] }),
    ];
    expect(troublesOf({ runs })).toEqual([]);
    expect(troublesOf({ runs: runs.slice(1) })).toHaveLength(1);
  });

  it('tells an error that no check tells, and puts errors before warnings', () => {
    const warned = goldRecord({
      checks: [
        checkRecord({
          table: 'gold.spending',
          status: 'not_evaluated',
          severity: 'warning',
          reason: 'the table is empty',
        }),
      ],
    });
    const failed = runRecord(1, {
      status: 'failed',
      tables: [warned],
      error: { code: 'DISK_FULL', message: 'The disk is full.', exitCode: 3 },
    });
    expect(troublesOf({ runs: [failed] }).map(({ subject, what }) => `${subject} ${what}`)).toEqual([
      'shop DISK_FULL: The disk is full.',
      'gold.spending amount must be ≥ 0: could not be judged, the table is empty',
    ]);
  });
});
