import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { quantile } from '../db/functions.ts'
import { inScope, scope } from '../filter/scope.ts'
import { centerNames, protocolNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { CenterDose, DosePlace, DoseQuantity } from './dose-types.ts'

/** The fewest exams of which a median stands beside a reference level (ICRP 135, 2.6). */
export const LEAST_DOSED = 20

interface Found {
  center_code: string
  protocol_code: string
  version: number
  ctdi_vol_reference: number | null
  dlp_reference: number | null
  ctdi_n: number
  ctdi_median: number | null
  ctdi_network_p25: number | null
  ctdi_network_p75: number | null
  dlp_n: number
  dlp_median: number | null
  dlp_network_p25: number | null
  dlp_network_p75: number | null
}

const EXAM = { center: 'x.center_code', scanner: 'x.scanner_id' }

/** Medians of the centers of the filter by protocol version, and the quartiles of the whole network in the same period. */
function found(db: Kysely<Database>, filters: Filters): Promise<Found[]> {
  const median = (column: string) => sql`CASE WHEN count(${sql.ref(column)}) >= ${sql.lit(LEAST_DOSED)}
    THEN ${quantile(column, 0.5)} END`
  return askedSql(
    db,
    'dose.centers',
    sql<Found>`WITH dosed AS (SELECT x.center_code, x.protocol_code, x.protocol_version AS version, x.ctdi_vol AS ctdi, x.dlp,
        ${scope(filters, EXAM)} AS is_mine
      FROM mart.exam_compliance AS x
      WHERE ${inScope(filters, { day: 'x.day', modality: 'x.modality' })} AND x.assessable
        AND (x.dlp IS NOT NULL OR x.ctdi_vol IS NOT NULL)),
    network AS (SELECT protocol_code, version, ${quantile('ctdi', 0.25)} AS ctdi_network_p25,
        ${quantile('ctdi', 0.75)} AS ctdi_network_p75, ${quantile('dlp', 0.25)} AS dlp_network_p25,
        ${quantile('dlp', 0.75)} AS dlp_network_p75
      FROM dosed GROUP BY protocol_code, version),
    mine AS (SELECT center_code, protocol_code, version, count(ctdi) AS ctdi_n, ${median('ctdi')} AS ctdi_median,
        count(dlp) AS dlp_n, ${median('dlp')} AS dlp_median
      FROM dosed WHERE is_mine GROUP BY center_code, protocol_code, version)
    SELECT m.center_code, m.protocol_code, m.version, p.ctdi_vol_reference, p.dlp_reference, m.ctdi_n, m.ctdi_median,
      n.ctdi_network_p25, n.ctdi_network_p75, m.dlp_n, m.dlp_median, n.dlp_network_p25, n.dlp_network_p75
    FROM mine AS m JOIN network AS n ON n.protocol_code = m.protocol_code AND n.version = m.version
    LEFT JOIN main.protocol AS p ON p.protocol_code = m.protocol_code AND p.version = m.version
    ORDER BY m.protocol_code, m.version, m.center_code`,
  )
}

function placeOf({ median, reference, network_p25, network_p75 }: Omit<DoseQuantity, 'place'>): DosePlace | null {
  if (median === null) return null
  if (reference !== null && median > reference) return 'over'
  if (network_p25 !== null && median < network_p25) return 'low'
  return network_p75 !== null && median > network_p75 ? 'high' : 'usual'
}

function quantity(row: Found, of: 'ctdi' | 'dlp'): DoseQuantity {
  const plain = {
    n: row[`${of}_n`],
    median: row[`${of}_median`],
    network_p25: row[`${of}_network_p25`],
    network_p75: row[`${of}_network_p75`],
    reference: of === 'ctdi' ? row.ctdi_vol_reference : row.dlp_reference,
  }
  return { ...plain, place: placeOf(plain) }
}

/** Medians by protocol version and center, in the order of the protocols. */
export async function centerDose(db: Kysely<Database>, filters: Filters): Promise<CenterDose[]> {
  const [rows, nameOf, protocolOf] = await Promise.all([found(db, filters), centerNames(db), protocolNames(db)])
  return rows.map((row) => ({
    ...{ center_code: row.center_code, ...nameOf(row.center_code) },
    ...{ protocol_code: row.protocol_code, protocol_version: row.version, protocol: protocolOf(row.protocol_code) },
    ctdi_vol: quantity(row, 'ctdi'),
    dlp: quantity(row, 'dlp'),
  }))
}
