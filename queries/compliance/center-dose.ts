import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { askedSql, unheard } from '../db/asked.ts'
import { quantile } from '../db/functions.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { inScope, scope } from '../filter/scope.ts'
import { centerNames, protocolNames } from '../page/names.ts'
import { underNetwork } from '../page/network-beside.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { LEAST_OTHERS, networkBehind, otherCenters } from '../scope/network-door.ts'
import { roundedOthers } from '../scope/others.ts'
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

/** Dose of each exam that `exams` holds, as a common table expression, `dosed`. */
const dosed = (exams: { isMine: RawBuilder<SqlBool>; where: RawBuilder<SqlBool> }) =>
  sql`dosed AS (SELECT x.center_code, x.protocol_code, x.protocol_version AS version, x.ctdi_vol AS ctdi, x.dlp,
      ${exams.isMine} AS is_mine
    FROM mart.exam_compliance AS x
    WHERE ${exams.where} AND x.assessable AND (x.dlp IS NOT NULL OR x.ctdi_vol IS NOT NULL))`

const DAYS = { day: 'x.day', modality: 'x.modality' }

/**
 * Medians of the centers of the filter by protocol version, and the quartiles of the whole network in the same period.
 * @param isWhole whether `db` is the whole network: there are no quartiles in a part of it
 */
function found(db: Kysely<Database>, filters: Filters, isWhole: boolean): Promise<Found[]> {
  const median = (column: string) => sql`CASE WHEN count(${sql.ref(column)}) >= ${sql.lit(LEAST_DOSED)}
    THEN ${quantile(column, 0.5)} END`
  const quartile = (column: string, share: number) => (isWhole ? quantile(column, share) : sql`CAST(NULL AS DOUBLE)`)
  const exams = { isMine: scope(filters, EXAM), where: inScope({ ...filters, center: [], scanner: [] }, DAYS) }
  return askedSql(
    db,
    'dose.centers',
    sql<Found>`WITH ${dosed(exams)},
    network AS (SELECT protocol_code, version, ${quartile('ctdi', 0.25)} AS ctdi_network_p25,
        ${quartile('ctdi', 0.75)} AS ctdi_network_p75, ${quartile('dlp', 0.25)} AS dlp_network_p25,
        ${quartile('dlp', 0.75)} AS dlp_network_p75
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

type Quartiles = Pick<
  Found,
  ('protocol_code' | 'version') | ('ctdi_network_p25' | 'ctdi_network_p75' | 'dlp_network_p25' | 'dlp_network_p75')
>

/** The quartiles of the centers that a scope does not hold, where five of them have exams of a version with that quantity. */
async function othersQuartiles(network: Kysely<Database>, filters: Filters, others: string[]): Promise<Quartiles[]> {
  if (others.length < LEAST_OTHERS) return []
  const quartile = (column: string, share: number) => sql`CASE WHEN
    count(DISTINCT CASE WHEN ${sql.ref(column)} IS NOT NULL THEN center_code END) >= ${sql.lit(LEAST_OTHERS)}
    THEN ${quantile(column, share)} END`
  const where = inScope({ ...filters, center: others, scanner: [] }, { ...DAYS, ...EXAM })
  const { rows } = await sql<Quartiles>`WITH ${dosed({ isMine: sql<SqlBool>`true`, where })}
    SELECT protocol_code, version, ${quartile('ctdi', 0.25)} AS ctdi_network_p25,
      ${quartile('ctdi', 0.75)} AS ctdi_network_p75, ${quartile('dlp', 0.25)} AS dlp_network_p25,
      ${quartile('dlp', 0.75)} AS dlp_network_p75
    FROM dosed GROUP BY protocol_code, version`.execute(network)
  return rows.map(({ protocol_code, version, ...values }) => ({
    ...{ protocol_code, version },
    ctdi_network_p25: roundedOthers(values.ctdi_network_p25, 3),
    ctdi_network_p75: roundedOthers(values.ctdi_network_p75, 3),
    dlp_network_p25: roundedOthers(values.dlp_network_p25, 3),
    dlp_network_p75: roundedOthers(values.dlp_network_p75, 3),
  }))
}

/** Medians beside the whole network's quartiles; for somebody of some centers beside those of the others. */
async function foundBeside(db: Kysely<Database>, filters: Filters): Promise<Found[]> {
  const network = networkBehind(db)
  if (!network) return found(db, filters, true)
  const others = await otherCenters(db, network)
  const [rows, quartiles] = await Promise.all([
    found(db, filters, false),
    latestPerSnapshot(db, 'others dose.centers', underNetwork(filters), () =>
      unheard(() => othersQuartiles(network, filters, others)),
    ),
  ])
  const of = new Map(quartiles.map((row) => [`${row.protocol_code} ${row.version}`, row]))
  return rows.map((row) => ({ ...row, ...of.get(`${row.protocol_code} ${row.version}`) }))
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
  const [rows, nameOf, protocolOf] = await Promise.all([foundBeside(db, filters), centerNames(db), protocolNames(db)])
  return rows.map((row) => ({
    ...{ center_code: row.center_code, ...nameOf(row.center_code) },
    ...{ protocol_code: row.protocol_code, protocol_version: row.version, protocol: protocolOf(row.protocol_code) },
    ctdi_vol: quantity(row, 'ctdi'),
    dlp: quantity(row, 'dlp'),
  }))
}
