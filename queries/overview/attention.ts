import { backlogCandidates, noShowCandidates, protocolCandidates, turnaroundCandidates } from './center-candidates.ts'
import type { Evidence } from './evidence.ts'
import { fleetCandidates } from './fleet-candidates.ts'
import {
  downCandidates,
  manufacturerCandidates,
  readingCandidates,
  slippingCandidates,
  staleCandidates,
} from './other-candidates.ts'
import { lateFirstCandidates } from './morning-candidates.ts'
import { seenCandidates } from './seen-candidates.ts'
import type { AttentionList } from './overview-types.ts'
import { named, type Candidate } from './signal.ts'

/** One list of all that needs attention; money is judged together with the rest where it was asked for. */
export function attentionOf(
  all: Evidence,
  money: { candidates: Candidate[]; cny_per_patient: number | null } | null,
): AttentionList {
  const candidates = [
    ...protocolCandidates(all),
    ...fleetCandidates(all),
    ...slippingCandidates(all),
    ...noShowCandidates(all),
    ...backlogCandidates(all),
    ...turnaroundCandidates(all),
    ...downCandidates(all),
    ...lateFirstCandidates(all),
    ...readingCandidates(all),
    ...seenCandidates(all),
    ...manufacturerCandidates(all),
    ...staleCandidates(all),
    ...(money?.candidates ?? []),
  ]
  return { ...named(candidates, money?.cny_per_patient ?? null), changed: all.look_back }
}
