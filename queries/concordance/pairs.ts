import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import type { NameOf } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { mcnemar } from '../statistics/paired.ts'
import type { PairRow } from './use-types.ts'

export type PairCounts = Omit<PairRow, 'first' | 'second' | 'finding' | 'p'>

const RUN = { day: 'd.day', center: 'd.center_code', modality: 'd.modality', scanner: 'd.scanner_id' }

const COUNTS = [
  ...['exams', 'found_both', 'found_first_only', 'found_second_only', 'found_neither'],
  ...['false_first_only', 'false_second_only'],
]

/** Two products on the same exams, for each finding that both read. */
export function pairCounts(db: Kysely<Database>, filters: Filters): Promise<PairCounts[]> {
  const sums = COUNTS.map((name) => `CAST(sum(d.${name}) AS BIGINT) AS ${name}`).join(', ')
  return askedSql(
    db,
    'use.pairs',
    sql<PairCounts>`SELECT d.first_code, d.second_code, d.finding_code, ${sql.raw(sums)} FROM mart.ai_pair_day AS d
      WHERE ${inScope(filters, RUN)} GROUP BY d.first_code, d.second_code, d.finding_code
      ORDER BY d.first_code, d.second_code, d.finding_code`,
  )
}

/** Who agrees with the radiologist where the other does not. */
export function pairRows(counts: PairCounts[], product: NameOf, finding: NameOf): PairRow[] {
  return counts
    .map((row) => ({
      ...row,
      first: product(row.first_code),
      second: product(row.second_code),
      finding: finding(row.finding_code),
      p: mcnemar(row.found_first_only + row.false_second_only, row.found_second_only + row.false_first_only),
    }))
    .sort((a, b) => b.exams - a.exams)
}
