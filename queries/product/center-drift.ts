import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import { centerNames, type NameOf } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { stabilityOf } from '../statistics/case-mix.ts'
import { falseDiscoveries } from '../statistics/false-discovery.ts'
import type { Drift } from './product-types.ts'

/** From here on a drift is worth a look. */
const LOOK = 0.1
/** So many centers are told, the furthest first. */
const MOST = 20

interface Tenth {
  finding_code: string
  center_code: string
  tenth: number
  n: number
}

/** Scores of the period by finding, center, and tenth of all centers' scores of the finding. */
const tenths = (db: Kysely<Database>, filters: Filters, product_code: string): Promise<Tenth[]> =>
  askedSql(
    db,
    'product.score_centers',
    sql<Tenth>`WITH bin AS (SELECT finding_code, center_code, CAST(floor(score * 100) AS INTEGER) AS bin, count(*) AS n
        FROM mart.ai_reading WHERE product_code = ${product_code} AND score IS NOT NULL AND ${inScope(filters, {
          ...{ day: 'day', center: 'center_code', modality: 'modality', scanner: 'scanner_id' },
        })}
        GROUP BY 1, 2, 3),
      whole AS (SELECT finding_code, bin, sum(n) AS n FROM bin GROUP BY finding_code, bin),
      place AS (SELECT finding_code, bin, floor(10.0 * (sum(n) OVER (PARTITION BY finding_code ORDER BY bin) - n)
          / sum(n) OVER (PARTITION BY finding_code)) AS tenth FROM whole)
      SELECT b.finding_code, b.center_code, CAST(p.tenth AS INTEGER) AS tenth, CAST(sum(b.n) AS BIGINT) AS n
      FROM bin AS b JOIN place AS p ON p.finding_code = b.finding_code AND p.bin = b.bin
      GROUP BY b.finding_code, b.center_code, p.tenth ORDER BY b.finding_code, b.center_code, tenth`,
  )

type Counts = Map<number, number>

function countsBy(rows: Tenth[]): Map<string, Map<string, Counts>> {
  const findings = new Map<string, Map<string, Counts>>()
  for (const { finding_code, center_code, tenth, n } of rows) {
    const centers = findings.get(finding_code) ?? new Map<string, Counts>()
    findings.set(finding_code, centers)
    const counts = centers.get(center_code) ?? new Map<number, number>()
    centers.set(center_code, counts)
    counts.set(tenth, n)
  }
  return findings
}

/** All centers together but one. */
function without(all: Counts, one: Counts): Counts {
  return new Map([...all].map(([tenth, n]) => [tenth, n - (one.get(tenth) ?? 0)]))
}

function comparedCenters(finding_code: string, centers: Map<string, Counts>) {
  const all: Counts = new Map()
  for (const counts of centers.values()) for (const [tenth, n] of counts) all.set(tenth, (all.get(tenth) ?? 0) + n)
  return [...centers].flatMap(([center_code, counts]) => {
    const drift = stabilityOf(without(all, counts), counts)
    return drift.psi === null ? [] : [{ finding_code, center_code, ...drift }]
  })
}

/**
 * Centers whose scores of a finding lie elsewhere than those of all others: from 0.1 on and no chance, all comparisons
 * judged together, the furthest first. Centers differ in whom they scan. Observational.
 */
export async function centerDrifts(
  db: Kysely<Database>,
  filters: Filters,
  product_code: string,
  finding: NameOf,
): Promise<{ drifts: Drift[]; compared: number }> {
  const [rows, nameOf] = await Promise.all([tenths(db, filters, product_code), centerNames(db)])
  const compared = [...countsBy(rows)].flatMap(([code, centers]) => comparedCenters(code, centers))
  const named = falseDiscoveries(compared.map(({ p }) => p))
  const drifts = compared
    .filter(({ psi }, i) => named[i] && (psi ?? 0) >= LOOK)
    .sort((a, b) => (b.psi ?? 0) - (a.psi ?? 0))
    .slice(0, MOST)
    .map(({ finding_code, center_code, psi, before, after }): Drift => ({
      ...{ kind: 'center', finding_code, finding: finding(finding_code), from_version: null, to_version: null },
      ...{ center_code, center: nameOf(center_code), psi, before, after },
    }))
  return { drifts, compared: compared.length }
}
