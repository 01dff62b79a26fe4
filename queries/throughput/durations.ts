import { sql, type Kysely, type SqlBool } from 'kysely'
import { askedOf } from '../db/asked.ts'
import { localDay } from '../db/functions.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { addDays } from '../filter/days.ts'
import { measure } from '../metric/measure.ts'
import { underNetwork, wholeNetwork } from '../page/network-beside.ts'
import { protocolNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { networkBehind } from '../scope/network-door.ts'
import { othersTogether } from '../scope/others.ts'
import type { DurationRow } from './flow-types.ts'
import { throughputMetrics } from './throughput-metrics.ts'

const asked = (filters: Filters) => ({
  name: 'throughput.durations',
  metrics: [throughputMetrics.exam_minutes_median],
  by: ['protocol_code'],
  filters,
  where: () => sql<SqlBool>`protocol_code IS NOT NULL`,
})

const byProtocol = (db: Kysely<Database>, filters: Filters) => measure(db, { ...asked(filters), periods: 'current' })

/** The whole network; for somebody of some centers the others together. */
function networkByProtocol(db: Kysely<Database>, filters: Filters) {
  const behind = networkBehind(db)
  if (!behind) return askedOf('network', () => byProtocol(db, wholeNetwork(filters)))
  return latestPerSnapshot(db, 'others throughput.durations', underNetwork(filters), () =>
    othersTogether(db, behind, asked(filters)),
  )
}

/** Planned minutes of the version in force on the last day of the period. */
async function targets(db: Kysely<Database>, filters: Filters): Promise<Map<string, number | null>> {
  const day = localDay(addDays(filters.to, -1))
  const rows = await db
    .selectFrom('protocol')
    .select(['protocol_code', 'target_minutes'])
    .where((eb) => eb.or([eb('effective_from', 'is', null), eb('effective_from', '<=', day)]))
    .where((eb) => eb.or([eb('effective_to', 'is', null), eb('effective_to', '>=', day)]))
    .orderBy('version')
    .execute()
  return new Map(rows.map((row) => [row.protocol_code, row.target_minutes]))
}

/** Exam minutes by protocol here, in the whole network or at other centers, and as the book plans them. */
export async function durations(db: Kysely<Database>, filters: Filters): Promise<DurationRow[]> {
  const [here, network, planned, nameOf] = await Promise.all([
    byProtocol(db, filters),
    networkByProtocol(db, filters),
    targets(db, filters),
    protocolNames(db),
  ])
  const there = new Map(network.map(({ row, figures }) => [row['protocol_code'], figures.exam_minutes_median]))
  return here.map(({ row, figures: { exam_minutes_median: mine } }) => {
    const protocol_code = row['protocol_code'] as string
    const all = there.get(protocol_code)
    return {
      protocol_code,
      ...nameOf(protocol_code),
      n: mine.n ?? 0,
      exam_minutes_median: mine.value,
      network_n: all?.n ?? 0,
      network_exam_minutes_median: all?.value ?? null,
      target_minutes: planned.get(protocol_code) ?? null,
    }
  })
}
