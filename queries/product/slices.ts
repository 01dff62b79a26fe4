import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { keyOfColumns, yearOf } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import { rateOf } from '../metric/estimate.ts'
import { concordanceMetrics } from '../concordance/concordance-metrics.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { falseDiscoveries } from '../statistics/false-discovery.ts'
import { rateDifference } from '../statistics/period-difference.ts'
import type { Dimension, Slice } from './product-types.ts'

interface Found {
  dimension: Dimension
  value: string
  n: number
  agree: number
}

/** A group, as its own dimension counts it; readings that do not know it are on neither side. */
const counted = (dimension: Dimension, value: string) =>
  sql.raw(`SELECT '${dimension}' AS dimension, ${value} AS value, sum(n) AS n, sum(agree) AS agree
    FROM grouped WHERE ${value} IS NOT NULL GROUP BY ${value}`)

const PLACE = { day: 'day', center: 'center_code', scanner: 'scanner_id' } as const
/** An exam, in eight bytes: joined by its two texts a year of them would take twice as long. */
const EXAM = keyOfColumns('center_code', 'accession_no')

const AGE = `CASE WHEN age < 18 THEN '0–17' WHEN age < 40 THEN '18–39' WHEN age < 60 THEN '40–59'
  WHEN age < 75 THEN '60–74' WHEN age >= 75 THEN '75+' END`

/**
 * Agreement of one product by what may explain it. Under `parameter` stand the readings of deviating exams by what
 * deviated, each once a parameter.
 */
const found = (db: Kysely<Database>, filters: Filters, product_code: string): Promise<Found[]> =>
  askedSql(
    db,
    'product.slices',
    sql<Found>`WITH reading AS (SELECT ${EXAM} AS exam_key, min(center_code) AS center_code,
        min(scanner_id) AS scanner_id, min(day) AS day, count(*) AS n,
        max(CASE exam_compliant WHEN true THEN 'compliant' WHEN false THEN 'deviating' END) AS compliance,
        sum(CASE WHEN flagged = reader_positive THEN 1 ELSE 0 END) AS agree
      FROM mart.ai_reading WHERE product_code = ${product_code} AND ${inScope(filters, { ...PLACE, modality: 'modality' })}
      GROUP BY 1),
    patient AS (SELECT ${EXAM} AS exam_key, patient_sex, patient_birth_year FROM main.exam
      WHERE performed AND ${inScope(filters, { ...PLACE, modality: 'modality' })}),
    placed AS (SELECT r.center_code, r.scanner_id, p.patient_sex AS sex, r.compliance, r.n, r.agree,
        ${yearOf('r.day')} - p.patient_birth_year AS age
      FROM reading AS r LEFT JOIN patient AS p ON p.exam_key = r.exam_key),
    counted_once AS (SELECT center_code, scanner_id, sex, ${sql.raw(AGE)} AS age_band, compliance, sum(n) AS n,
        sum(agree) AS agree FROM placed GROUP BY 1, 2, 3, 4, 5),
    grouped AS (SELECT c.*, s.manufacturer, s.manufacturer || ' ' || s.model AS model FROM counted_once AS c
      LEFT JOIN main.scanner AS s ON s.scanner_id = c.scanner_id),
    deviating AS (SELECT DISTINCT ${EXAM} AS exam_key, parameter FROM mart.deviation
      WHERE parameter IS NOT NULL AND kind <> 'dose_over_reference' AND ${inScope(filters, PLACE)}),
    counted AS (
      ${counted('center', 'center_code')} UNION ALL ${counted('manufacturer', 'manufacturer')}
      UNION ALL ${counted('model', 'model')} UNION ALL ${counted('sex', 'sex')}
      UNION ALL ${counted('age', 'age_band')} UNION ALL ${counted('compliance', 'compliance')}
      UNION ALL SELECT 'parameter', d.parameter, sum(r.n), sum(r.agree) FROM reading AS r
        JOIN deviating AS d ON d.exam_key = r.exam_key WHERE r.compliance = 'deviating' GROUP BY d.parameter)
    SELECT dimension, value, CAST(n AS BIGINT) AS n, CAST(agree AS BIGINT) AS agree FROM counted
    ORDER BY dimension, value`,
  )

const sum = (rows: Found[]) => ({
  k: rows.reduce((total, row) => total + row.agree, 0),
  n: rows.reduce((total, row) => total + row.n, 0),
})

/** What a group is set against: the compliant scans for a deviating parameter, else the others of its dimension. */
function othersOf(row: Found, rows: Found[]) {
  if (row.dimension === 'parameter')
    return sum(rows.filter(({ dimension, value }) => dimension === 'compliance' && value === 'compliant'))
  return sum(rows.filter(({ dimension, value }) => dimension === row.dimension && value !== row.value))
}

/** Two groups are each other's others: the second says nothing that the first does not. */
function isMirror(row: Found, rows: Found[]): boolean {
  const same = rows.filter(({ dimension }) => dimension === row.dimension)
  return row.dimension !== 'parameter' && same.length === 2 && same[1] === row
}

/**
 * Where a product agrees more or less than elsewhere: each group against the others, with an interval, and which of them
 * are no chance, all comparisons of the table judged together.
 */
export async function productSlices(db: Kysely<Database>, filters: Filters, product_code: string) {
  const rows = await found(db, filters, product_code)
  const judged = rows.map((row) => {
    const others = othersOf(row, rows)
    return { row, others, evidence: rateDifference({ k: row.agree, n: row.n }, others) }
  })
  const p = judged.map(({ row, evidence }) => (isMirror(row, rows) ? null : evidence.p))
  const named = falseDiscoveries(p)
  const slices = judged.map(({ row, others, evidence }, i): Slice => {
    const { dimension, value, n, agree } = row
    const mirror = isMirror(row, rows) ? judged.findIndex((one) => one.row.dimension === dimension) : i
    return {
      ...{ dimension, value, n, agree },
      agreement: rateOf(concordanceMetrics.agreement, { k: agree, n }),
      others: rateOf(concordanceMetrics.agreement, others),
      difference: evidence.low === null ? null : evidence.difference,
      low: evidence.low,
      high: evidence.high,
      named: named[mirror] ?? false,
    }
  })
  return { slices, comparisons: p.filter((value) => value !== null).length }
}
