import type { Kysely } from 'kysely'
import { catalogue } from '../concordance/products.ts'
import { complianceMetrics as c } from '../compliance/compliance-metrics.ts'
import { aiUseMetrics as aiUse } from '../concordance/use-metrics.ts'
import { concordanceMetrics as ai } from '../concordance/concordance-metrics.ts'
import { freshnessRows } from '../data/freshness.ts'
import { sumText } from '../db/aggregates.ts'
import { numberOfColumns } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import { aggregate } from '../metric/expression.ts'
import { measure, tell } from '../metric/measure.ts'
import { samples } from '../metric/samples.ts'
import { centerDay, scannerDay } from '../metric/sources.ts'
import { begunByName, JUDGED, READ } from '../filter/beginnings.ts'
import { lookBack, lookedBack, settled } from '../page/look-back.ts'
import { centerNames, findingNames, protocolNames } from '../page/names.ts'
import type { Day, Filters } from '../page/page-types.ts'
import { latestPerSnapshot, oncePerSnapshot } from '../db/once.ts'
import { manufacturerCounts } from '../product/manufacturers.ts'
import type { Database } from '../schema.ts'
import type { CaseMixCell } from '../statistics/case-mix.ts'
import { firstCases } from '../throughput/first-cases.ts'
import { throughputMetrics as m } from '../throughput/throughput-metrics.ts'

/** A report is overdue when it is still missing this many days after the exam. */
const OVERDUE_DAYS = 3

/** Sum of a column of center days old enough for their reports to be due. */
const oldEnough = (column: string, as: string, last: Day) =>
  aggregate({
    ...centerDay.sum(column, { as }),
    text: sumText(`CASE WHEN day <= DATE '${addDays(last, -OVERDUE_DAYS)}' THEN ${column} END`),
    again: null,
    byScanner: null,
  })

/** The share of unreported exams, of those whose report is due: a report that is written tomorrow is no backlog. */
const overdueRate = (last: Day) => ({
  ...m.unreported_rate,
  numerator: oldEnough('unreported', 'overdue', last),
  denominator: oldEnough('exams_performed', 'due_reports', last),
})

const centerCounts = (db: Kysely<Database>, filters: Filters, last: Day) =>
  measure(db, {
    name: 'overview.center_counts',
    metrics: [
      m.exams_performed,
      m.no_show_rate,
      overdueRate(last),
      m.turnaround_minutes_median,
      m.turnaround_minutes_p90,
    ],
    by: ['center_code', 'modality'],
    filters,
    periods: 'current',
  })

export const BY_CENTER = ['center_code'] as const
export const BY_STRATUM = ['center_code', 'modality', 'protocol_code'] as const

const MIX = {
  name: 'overview.case_mix',
  metrics: [c.compliance_rate, c.dose_over_reference_rate, c.wrong_order_rate],
  periods: 'current' as const,
}

export type MixMetric = (typeof MIX.metrics)[number]['id']

/** Modality and protocol, by which nothing but case mix is judged: their names are not asked. */
const STRATUM = { name: 'stratum', of: () => numberOfColumns('modality', 'protocol_code') }

/** Exams of each center by modality and protocol: what a center does decides what can be expected of it. */
async function caseMix(db: Kysely<Database>, filters: Filters): Promise<Record<MixMetric, CaseMixCell[]>> {
  tell(db, { ...MIX, by: [...BY_STRATUM], sets: [BY_CENTER, BY_STRATUM], filters })
  const { count, key, of } = await samples(db, { ...MIX, by: ['center_code', STRATUM], filters })
  const cells = (id: MixMetric) =>
    Array.from({ length: count }, (_, group): CaseMixCell => {
      return { center_code: key(group, 0) as string, stratum: key(group, 1) as number, ...of[id](group) }
    }).filter(({ n }) => n > 0)
  const entries = MIX.metrics.map(({ id }) => [id, cells(id)])
  return Object.fromEntries(entries) as Record<MixMetric, CaseMixCell[]>
}

/** Protocols of the book by their stratum. */
const strataOfBook = (db: Kysely<Database>) =>
  oncePerSnapshot(db, 'strata of the book', async () => {
    const rows = await db
      .selectFrom('protocol')
      .select(['modality', 'protocol_code', numberOfColumns('modality', 'protocol_code').as('stratum')])
      .where('modality', 'is not', null)
      .distinct()
      .execute()
    const nameOf = await protocolNames(db)
    return new Map(
      rows.map(({ modality, protocol_code, stratum }) => [
        stratum,
        { modality, protocol_code, ...nameOf(protocol_code) },
      ]),
    )
  })

const scannersDown = (db: Kysely<Database>, filters: Filters) =>
  measure(db, {
    name: 'overview.scanners_down',
    metrics: [m.down_share],
    by: ['scanner_id', 'center_code', 'modality'],
    filters,
    periods: 'current',
    beside: [scannerDay.sum('exams_performed')],
  })

const changedCompliance = (db: Kysely<Database>, lately: Filters) =>
  measure(db, {
    name: 'overview.changed_compliance',
    metrics: [c.compliance_rate],
    by: [...BY_CENTER],
    filters: lately,
    periods: 'both',
  })

const changedReadings = (db: Kysely<Database>, lately: Filters) =>
  measure(db, {
    name: 'overview.changed_readings',
    metrics: [ai.sensitivity, ai.specificity],
    by: ['product_code', 'finding_code'],
    filters: lately,
    periods: 'both',
  })

const seenInTime = (db: Kysely<Database>, lately: Filters) =>
  measure(db, {
    name: 'overview.seen_in_time',
    metrics: [aiUse.ai_seen_in_time_rate],
    by: ['product_code', 'center_code'],
    filters: lately,
    periods: 'current',
  })

/** What changed lately: the same whatever period is looked at, so it is kept by the places alone. */
function changedLately(db: Kysely<Database>, filters: Filters, last: Day) {
  const lately = lookBack(filters, last)
  const { from, to, center, modality, scanner } = lately
  return latestPerSnapshot(db, 'changed lately', { from, to, center, modality, scanner }, () => askLately(db, lately))
}

async function askLately(db: Kysely<Database>, lately: Filters) {
  const [judged, read, nameOf] = await Promise.all([
    settled(db, lately, JUDGED),
    settled(db, lately, READ),
    centerNames(db),
  ])
  const [changed, readings, manufacturers, seen] = await Promise.all([
    changedCompliance(db, judged.filters),
    changedReadings(db, read.filters),
    manufacturerCounts(db, read.filters),
    seenInTime(db, read.filters),
  ])
  const begun = begunByName(
    [
      { feed: 'scanner_log', left_out: judged.left_out },
      { feed: 'ai_results', left_out: read.left_out },
    ],
    nameOf,
  )
  return { lately, look_back: lookedBack(lately, begun), changed, readings, manufacturers, seen }
}

/** What signals rest on; pages of many centers ask for that of the whole network in the same period. */
export const evidence = (db: Kysely<Database>, filters: Filters) =>
  latestPerSnapshot(db, 'evidence', filters, () => ask(db, filters))

async function ask(db: Kysely<Database>, filters: Filters) {
  const last = (await lastDayOfData(db)) ?? addDays(filters.to, -1)
  const [counts, mix, down, first_cases, recent, freshness, nameOf, products, finding, strata] = await Promise.all([
    centerCounts(db, filters, last),
    caseMix(db, filters),
    scannersDown(db, filters),
    firstCases(db, filters),
    changedLately(db, filters, last),
    freshnessRows(db),
    centerNames(db),
    catalogue(db),
    findingNames(db),
    strataOfBook(db),
  ])
  return { filters, ...recent, counts, mix, strata, down, first_cases, freshness, nameOf, products, finding }
}

export type Evidence = Awaited<ReturnType<typeof evidence>>
