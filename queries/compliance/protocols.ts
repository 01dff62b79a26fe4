import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { measure, type Measured } from '../metric/measure.ts'
import { examCompliance } from '../metric/sources.ts'
import { protocolNames, type NameOf } from '../page/names.ts'
import type { Filters, Names } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { complianceMetrics as m, judgedExams } from './compliance-metrics.ts'
import type { DoseRow, ProtocolRow } from './compliance-types.ts'

const COUNTS = [m.assessable, m.compliant, m.critical_deviations]
const BY_PROTOCOL = [m.compliance_rate, m.dose_over_reference_rate, ...COUNTS]

/** Sums that stand beside the figures. */
const SUMS = [
  examCompliance.first('modality', 'modality'),
  judgedExams,
  examCompliance.sum('missing_steps'),
  examCompliance.sum('deviating_parameters'),
  examCompliance.sum('missing_parameters'),
]

type Counts = Omit<ProtocolRow, keyof Names | 'protocol_code' | 'compliance_rate'>

function protocolRow({ row, figures }: Measured<(typeof BY_PROTOCOL)[number]['id']>, nameOf: NameOf): ProtocolRow {
  const protocol_code = row['protocol_code'] as string
  const sums = SUMS.map(({ name }) => [name, row[name]])
  const counts = COUNTS.map(({ id }) => [id, figures[id].value])
  return {
    protocol_code,
    ...nameOf(protocol_code),
    ...(Object.fromEntries([...sums, ...counts]) as Counts),
    compliance_rate: figures.compliance_rate,
  }
}

/** Reference levels of the newest version of each protocol. */
async function referenceLevels(db: Kysely<Database>) {
  const rows = await db
    .selectFrom('protocol as p')
    .select(['p.protocol_code', 'p.ctdi_vol_reference', 'p.dlp_reference'])
    .where(
      'p.version',
      '=',
      sql<number>`(SELECT max(n.version) FROM main.protocol AS n WHERE n.protocol_code = p.protocol_code)`,
    )
    .$call(asked('compliance.reference_levels'))
  return new Map(rows.map((row) => [row.protocol_code, row]))
}

export async function complianceByProtocol(
  db: Kysely<Database>,
  filters: Filters,
): Promise<{ protocols: ProtocolRow[]; dose: DoseRow[] }> {
  const [rows, nameOf, levels] = await Promise.all([
    measure(db, {
      name: 'compliance.protocols',
      metrics: BY_PROTOCOL,
      by: ['protocol_code'],
      filters,
      periods: 'current',
      beside: SUMS,
    }),
    protocolNames(db),
    referenceLevels(db),
  ])
  const protocols = rows.map((one) => protocolRow(one, nameOf))
  const dose = rows.flatMap(({ figures: { dose_over_reference_rate } }, i): DoseRow[] => {
    const { protocol_code, name_en, name_zh, modality } = protocols[i]!
    if (dose_over_reference_rate.n === 0) return []
    const { ctdi_vol_reference = null, dlp_reference = null } = levels.get(protocol_code) ?? {}
    return [{ protocol_code, name_en, name_zh, modality, ctdi_vol_reference, dlp_reference, dose_over_reference_rate }]
  })
  return { protocols, dose }
}
