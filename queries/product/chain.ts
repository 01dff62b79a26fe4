import { sql, type Kysely } from 'kysely'
import { complianceMetrics } from '../compliance/compliance-metrics.ts'
import { askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import { measure } from '../metric/measure.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import { centerProfits } from '../profitability/centers.ts'
import { booksOf } from '../profitability/period.ts'
import type { Database } from '../schema.ts'
import { leastSquares } from '../statistics/least-squares.ts'
import type { Chain, ChainCenter } from './summary-types.ts'

interface Agreed {
  center_code: string
  n: number
  agree: number
  /** What the network's agreement by product and finding would make of the center's readings. */
  expected: number
}

/** Agreement by center beside what its products and findings let expect. */
const agreed = (db: Kysely<Database>, filters: Filters): Promise<Agreed[]> =>
  askedSql(
    db,
    'concordance.center_agreement',
    sql<Agreed>`WITH cell AS (SELECT center_code, product_code, finding_code, count(*) AS n,
        sum(CASE WHEN flagged = reader_positive THEN 1 ELSE 0 END) AS agree
      FROM mart.ai_reading
      WHERE ${inScope(filters, { day: 'day', center: 'center_code', modality: 'modality', scanner: 'scanner_id' })}
      GROUP BY 1, 2, 3),
    usual AS (SELECT product_code, finding_code, CAST(sum(agree) AS DOUBLE) / sum(n) AS rate FROM cell GROUP BY 1, 2)
    SELECT c.center_code, CAST(sum(c.n) AS BIGINT) AS n, CAST(sum(c.agree) AS BIGINT) AS agree,
      sum(c.n * u.rate) AS expected
    FROM cell AS c JOIN usual AS u ON u.product_code = c.product_code AND u.finding_code = c.finding_code
    GROUP BY c.center_code ORDER BY c.center_code`,
  )

const compliance = (db: Kysely<Database>, filters: Filters) =>
  measure(db, {
    name: 'concordance.center_compliance',
    metrics: [complianceMetrics.compliance_rate],
    by: ['center_code'],
    filters,
    periods: 'current',
  })

/** Fewer readings, or assessable exams, say nothing of a center. */
const LEAST = 30

/** Operating margin of each center over closed months; none for who may not see money. */
async function margins(db: Kysely<Database>, filters: Filters, money: boolean): Promise<Map<string, number>> {
  if (!money) return new Map()
  const rows = await centerProfits(db, await booksOf(db, filters))
  return new Map(
    rows.flatMap(({ center_code, provisional, operating_margin_rate: margin }) =>
      provisional || margin === null ? [] : [[center_code, margin] as const],
    ),
  )
}

const pairs = (rows: ChainCenter[], x: keyof ChainCenter, y: keyof ChainCenter) =>
  rows.flatMap((row) => {
    const [a, b] = [row[x], row[y]]
    return typeof a === 'number' && typeof b === 'number' ? [{ x: a, y: b }] : []
  })

/**
 * By center: how far scans follow the protocol, how far AI and radiologists agree at the network's mix of products and
 * findings, and what the center earns, with the line through each pair. Observational: centers differ in more.
 */
export async function centerChain(db: Kysely<Database>, filters: Filters, money: boolean): Promise<Chain> {
  const [read, judged, margin, nameOf] = await Promise.all([
    agreed(db, filters),
    compliance(db, filters),
    margins(db, filters, money),
    centerNames(db),
  ])
  const total = read.reduce((sum, { n }) => sum + n, 0)
  const usual = read.reduce((sum, { agree }) => sum + agree, 0) / total
  const rates = new Map(judged.map(({ row, figures }) => [row['center_code'], figures.compliance_rate]))
  const centers = read
    .filter(({ n }) => n >= LEAST)
    .map(({ center_code, n, agree, expected }): ChainCenter => {
      const rate = rates.get(center_code)
      return {
        center_code,
        ...nameOf(center_code),
        compliance: (rate?.n ?? 0) >= LEAST ? (rate?.value ?? null) : null,
        assessable: rate?.n ?? 0,
        ...{ n, agree },
        agreement: (agree - expected) / n + usual,
        margin: margin.get(center_code) ?? null,
      }
    })
  return {
    centers,
    agreement_on_compliance: leastSquares(pairs(centers, 'compliance', 'agreement')),
    margin_on_agreement: leastSquares(pairs(centers, 'agreement', 'margin')),
    margin_on_compliance: leastSquares(pairs(centers, 'compliance', 'margin')),
  }
}
