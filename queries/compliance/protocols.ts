import { sql, type Kysely, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { countWhere, sumCount } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { rateOf } from '../metric/figure.ts'
import { protocolNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { DoseRow, ProtocolRow } from './compliance-types.ts'
import { judged } from './scope.ts'

interface Row {
  protocol_code: string
  modality: string
  exams: number
  assessable: number
  compliant: number
  missing_steps: number
  deviating_parameters: number
  missing_parameters: number
  critical_deviations: number
  dosed: number
  over_reference: number
}

const where = (condition: string) => countWhere(sql.raw<SqlBool>(condition))

async function rowsByProtocol(db: Kysely<Database>, filters: Filters): Promise<Row[]> {
  return judged(db, filters)
    .select([
      'x.protocol_code',
      sql<string>`min(x.modality)`.as('modality'),
      sql<number>`count(*)`.as('exams'),
      where('x.assessable').as('assessable'),
      where('x.compliant').as('compliant'),
      sumCount('x.missing_steps').as('missing_steps'),
      sumCount('x.deviating_parameters').as('deviating_parameters'),
      sumCount('x.missing_parameters').as('missing_parameters'),
      sumCount('x.critical_deviations').as('critical_deviations'),
      where('x.dose_over_reference IS NOT NULL').as('dosed'),
      where('x.dose_over_reference').as('over_reference'),
    ])
    .groupBy('x.protocol_code')
    .orderBy('x.protocol_code')
    .$castTo<Row>()
    .$call(asked('compliance.protocols'))
}

/** Reference levels of the newest version of each protocol. */
async function referenceLevels(db: Kysely<Database>) {
  const rows = await db
    .selectFrom('protocol')
    .select(['protocol_code', 'version', 'ctdi_vol_reference', 'dlp_reference'])
    .orderBy('version')
    .$call(asked('compliance.reference_levels'))
  return new Map(rows.map((row) => [row.protocol_code, row]))
}

export async function complianceByProtocol(
  db: Kysely<Database>,
  filters: Filters,
): Promise<{ protocols: ProtocolRow[]; dose: DoseRow[] }> {
  const [rows, nameOf, levels] = await Promise.all([
    rowsByProtocol(db, filters),
    protocolNames(db),
    referenceLevels(db),
  ])
  const protocols = rows.map(({ dosed: _d, over_reference: _o, ...row }) => ({
    ...row,
    ...nameOf(row.protocol_code),
    compliance_rate: rateOf('compliance_rate', row.compliant, row.assessable),
  }))
  const dose = rows
    .filter((row) => row.dosed > 0)
    .map((row) => ({
      protocol_code: row.protocol_code,
      ...nameOf(row.protocol_code),
      modality: row.modality,
      ctdi_vol_reference: levels.get(row.protocol_code)?.ctdi_vol_reference ?? null,
      dlp_reference: levels.get(row.protocol_code)?.dlp_reference ?? null,
      dose_over_reference_rate: rateOf('dose_over_reference_rate', row.over_reference, row.dosed),
    }))
  return { protocols, dose }
}
