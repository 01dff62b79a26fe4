import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { keyOfColumns, rowsOfList } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import type { NameOf } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { mcnemar } from '../statistics/paired.ts'
import { READING } from './cases-list.ts'
import type { PairRow } from './use-types.ts'

export type PairCounts = Omit<PairRow, 'first' | 'second' | 'finding' | 'p'>

/** Readings of a finding that more than one product of the catalogue reads, exam by exam side by side. */
export function pairCounts(db: Kysely<Database>, filters: Filters): Promise<PairCounts[]> {
  return askedSql(
    db,
    'use.pairs',
    sql<PairCounts>`WITH shared AS (SELECT finding_code FROM (SELECT DISTINCT p.product_code, u.finding_code
          FROM main.ai_product AS p CROSS JOIN ${rowsOfList('p.finding_codes', 'u', 'finding_code')})
        GROUP BY finding_code HAVING count(*) > 1),
      reading AS (SELECT ${keyOfColumns('r.center_code', 'r.accession_no')} AS exam_no, r.product_code, r.finding_code, r.flagged,
          r.reader_positive FROM mart.ai_reading AS r
        WHERE ${inScope(filters, READING)} AND r.finding_code IN (SELECT finding_code FROM shared))
      SELECT a.product_code AS first_code, b.product_code AS second_code, a.finding_code, count(*) AS exams,
        count_if(a.reader_positive AND a.flagged AND b.flagged) AS found_both,
        count_if(a.reader_positive AND a.flagged AND NOT b.flagged) AS found_first_only,
        count_if(a.reader_positive AND NOT a.flagged AND b.flagged) AS found_second_only,
        count_if(a.reader_positive AND NOT a.flagged AND NOT b.flagged) AS found_neither,
        count_if(NOT a.reader_positive AND a.flagged AND NOT b.flagged) AS false_first_only,
        count_if(NOT a.reader_positive AND NOT a.flagged AND b.flagged) AS false_second_only
      FROM reading AS a JOIN reading AS b
        ON b.exam_no = a.exam_no AND b.finding_code = a.finding_code AND a.product_code < b.product_code
      GROUP BY a.product_code, b.product_code, a.finding_code
      ORDER BY first_code, second_code, a.finding_code`,
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
