import { sql, type Kysely } from 'kysely'
import { markTable } from '../cases/case-list.ts'
import { askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import type { NameOf } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { NO_COUNTS, total, type Counts } from '../statistics/two-by-two.ts'
import { correctedSensitivity, missedOf, unverified, verifiedShare, type Stratum } from '../statistics/verified.ts'
import { isOf, READING } from './cases-list.ts'
import type { Adjudicated, AdjudicatedRate, NotAdjudicated, Outcome, ReadingMark } from './cases-types.ts'

/** Judged readings below which no rate is shown. */
const FEWEST_JUDGED = 5

/** Whether the finding is there, by what was said; empty where that was not said. */
export function truthOf({ state, basis }: Pick<ReadingMark, 'state' | 'basis'>): 'present' | 'absent' | '' {
  if (state === 'present' || state === 'absent') return state
  if (basis === null || (state !== 'ai_right' && state !== 'reader_right')) return ''
  const said = state === 'ai_right' ? basis === 'TP' || basis === 'FP' : basis === 'TP' || basis === 'FN'
  return said ? 'present' : 'absent'
}

export interface JudgedRow {
  product_code: string
  finding_code: string
  outcome: Outcome
  readings: number
  judged: number
  present: number
  blind: number
}

/** By product, finding and outcome: readings of the period, and what was judged of them; only where anything was. */
export function judgedRows(db: Kysely<Database>, filters: Filters, marks: ReadingMark[]): Promise<JudgedRow[]> {
  const said = marks
    .map((mark) => ({ ...mark, truth: truthOf(mark), seen: mark.basis ?? '' }))
    .filter(({ truth }) => truth !== '')
  return askedSql(
    db,
    'cases.judged',
    sql<JudgedRow>`WITH ${markTable('reading', said, ['truth', 'seen'])},
      judged AS (SELECT r.product_code, r.finding_code, r.outcome, count(*) AS judged, count_if(m.truth = 'present') AS present,
          count_if(m.seen = '') AS blind
        FROM mart.ai_reading AS r JOIN mark AS m ON ${isOf('m')}
        WHERE ${inScope(filters, READING)} GROUP BY r.product_code, r.finding_code, r.outcome),
      reading AS (SELECT r.product_code, r.finding_code, r.outcome, count(*) AS readings FROM mart.ai_reading AS r
        WHERE ${inScope(filters, READING)} AND r.product_code IN (SELECT product_code FROM judged)
        GROUP BY r.product_code, r.finding_code, r.outcome)
      SELECT r.product_code, r.finding_code, r.outcome, r.readings, coalesce(j.judged, 0) AS judged,
        coalesce(j.present, 0) AS present, coalesce(j.blind, 0) AS blind
      FROM reading AS r
      JOIN (SELECT DISTINCT product_code, finding_code FROM judged) AS k
        ON k.product_code = r.product_code AND k.finding_code = r.finding_code
      LEFT JOIN judged AS j ON j.product_code = r.product_code AND j.finding_code = r.finding_code AND j.outcome = r.outcome
      ORDER BY r.product_code, r.finding_code, r.outcome`,
  )
}

const refused = (why: NotAdjudicated): AdjudicatedRate => ({ value: null, low: null, high: null, refused: why })

/** Of all readings of the strata, those in which the finding is there; or why nothing is said. */
export function shareOf(strata: Stratum[]): AdjudicatedRate {
  if (strata.every(({ size }) => size === 0)) return refused('no_readings')
  if (unverified(strata)) return refused('outcome_not_judged')
  if (strata.reduce((sum, { verified }) => sum + verified, 0) < FEWEST_JUDGED) return refused('few_judged')
  return { ...verifiedShare(strata)!, refused: null }
}

/** Refused with fewer than five verified false negatives. */
function sensitivityOf(strata: Stratum[]): AdjudicatedRate {
  if (unverified(strata)) return refused('outcome_not_judged')
  const rate = correctedSensitivity(strata)
  return rate ? { ...rate, refused: null } : refused('few_missed')
}

const countsOf = (rows: JudgedRow[], of: (row: JudgedRow) => number): Counts =>
  rows.reduce((counts, row) => ({ ...counts, [row.outcome.toLowerCase()]: of(row) }), NO_COUNTS)

/** PPV, miss rate and sensitivity with the adjudicators as reference; each outcome stands for its readings nobody judged. */
export function adjudicated(rows: JudgedRow[], product: NameOf, finding: NameOf): Adjudicated[] {
  const keys = [...new Set(rows.map((row) => JSON.stringify([row.product_code, row.finding_code])))]
  return keys.map((key) => {
    const [product_code, finding_code] = JSON.parse(key) as [string, string]
    const mine = rows.filter((row) => row.product_code === product_code && row.finding_code === finding_code)
    const strata = mine.map(({ outcome, readings, judged, present }): Stratum => {
      return { flagged: outcome === 'TP' || outcome === 'FP', size: readings, verified: judged, present }
    })
    const judged = countsOf(mine, (row) => row.judged)
    return {
      ...{ product_code, finding_code, product: product(product_code), finding: finding(finding_code) },
      readings: countsOf(mine, (row) => row.readings),
      judged,
      present: countsOf(mine, (row) => row.present),
      blind: total(countsOf(mine, (row) => row.blind)),
      missed: missedOf(strata),
      ppv: shareOf(strata.filter(({ flagged }) => flagged)),
      miss_rate: shareOf(strata.filter(({ flagged }) => !flagged)),
      sensitivity: sensitivityOf(strata),
    }
  })
}
