import type { Session } from '@sluice/engine';
import { type Candidate, type CandidateRequest, formerForm } from './candidate.ts';
import { fileRelation } from './published.ts';

/** Prepares the publication of rows that passed, in the form that the contract asks for. Nobody sees anything yet. */
export async function prepareCandidate(session: Session, request: CandidateRequest): Promise<Candidate> {
  if (request.contract.format === 'delta') {
    const { prepareDelta } = await import('./prepare-delta.ts');
    return prepareDelta(session, request);
  }
  const { planned, rest } = request;
  return {
    ...{ relation: fileRelation(rest.path), published: { relation: fileRelation(planned.path) } },
    ...{ rows: rest.rows, bytes: rest.bytes, mark: { sha256: rest.sha256 } },
    nulls: new Map([...rest.statistics].map(([column, { nulls }]) => [column, nulls])),
    commits: [],
    renames: [{ from: rest.path, to: planned.path }],
    removals: formerForm(planned),
  };
}
