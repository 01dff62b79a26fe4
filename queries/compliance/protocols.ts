import type { Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { measure, type Measured } from '../metric/measure.ts'
import { examCompliance } from '../metric/sources.ts'
import { protocolNames, type NameOf } from '../page/names.ts'
import type { Filters, Names } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { complianceMetrics as m, judgedExams } from './compliance-metrics.ts'
import type { DoseRow, ProtocolRow } from './compliance-types.ts'

const COUNTS = [m.assessable, m.compliant, m.critical_deviations]
const BY_PROTOCOL = [m.compliance_rate, ...COUNTS]

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

async function protocolRows(db: Kysely<Database>, filters: Filters, nameOf: NameOf): Promise<ProtocolRow[]> {
  const rows = await measure(db, {
    name: 'compliance.protocols',
    metrics: BY_PROTOCOL,
    by: ['protocol_code'],
    filters,
    periods: 'current',
    beside: SUMS,
  })
  return rows.map((one) => protocolRow(one, nameOf))
}

/** Exams with a dose by the version that judged them, each beside its own reference levels. */
async function doseRows(db: Kysely<Database>, filters: Filters, nameOf: NameOf): Promise<DoseRow[]> {
  const [rows, levels] = await Promise.all([
    measure(db, {
      name: 'compliance.dose',
      metrics: [m.dose_over_reference_rate],
      by: ['protocol_code', 'protocol_version'],
      filters,
      periods: 'current',
      beside: [examCompliance.first('modality', 'modality')],
    }),
    db
      .selectFrom('protocol as p')
      .select(['p.protocol_code', 'p.version', 'p.ctdi_vol_reference', 'p.dlp_reference'])
      .$call(asked('compliance.reference_levels')),
  ])
  const levelsOf = new Map(levels.map((row) => [`${row.protocol_code} ${row.version}`, row]))
  return rows.flatMap(({ row, figures: { dose_over_reference_rate } }): DoseRow[] => {
    if (dose_over_reference_rate.n === 0) return []
    const { protocol_code, protocol_version, modality } = row as Pick<
      DoseRow,
      'protocol_code' | 'protocol_version' | 'modality'
    >
    const level = levelsOf.get(`${protocol_code} ${protocol_version}`)
    const { ctdi_vol_reference = null, dlp_reference = null } = level ?? {}
    return [
      {
        ...{ protocol_code, protocol_version, ...nameOf(protocol_code), modality },
        ...{ ctdi_vol_reference, dlp_reference, dose_over_reference_rate },
      },
    ]
  })
}

export async function complianceByProtocol(
  db: Kysely<Database>,
  filters: Filters,
): Promise<{ protocols: ProtocolRow[]; dose: DoseRow[] }> {
  const nameOf = await protocolNames(db)
  const [protocols, dose] = await Promise.all([protocolRows(db, filters, nameOf), doseRows(db, filters, nameOf)])
  return { protocols, dose }
}
