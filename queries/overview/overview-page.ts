import type { Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import type { Database } from '../schema.ts'
import { HEADLINE as AI } from '../concordance/concordance-figures.ts'
import { someComplianceFigures } from '../compliance/compliance-figures.ts'
import { complianceMetrics } from '../compliance/compliance-metrics.ts'
import { dataState } from '../data/state.ts'
import { aiFigures } from './ai.ts'
import { attentionOf } from './attention.ts'
import { sumsByCenter } from './center-candidates.ts'
import { evidence, type Evidence } from './evidence.ts'
import { moneySignals, overviewMoney } from './money.ts'
import { rateOf } from '../metric/estimate.ts'
import { answer } from '../page/answer.ts'
import { examsPerDay } from '../throughput/days.ts'
import { HEADLINE as ROOMS, tally, throughputByModality, throughputFigures } from '../throughput/throughput-figures.ts'
import type { Answer, Feed } from '../page/page-types.ts'
import type { AttentionList, CenterPoint, OverviewPage } from './overview-types.ts'
import type { ExamsPerDay } from '../throughput/throughput-types.ts'

const COMPLIANCE = [complianceMetrics.compliance_rate, complianceMetrics.compliance_coverage_rate]

/** Every day of the period, modalities added: a count, not a rate. */
function sumOfModalities(series: ExamsPerDay[]): OverviewPage['exams_per_day'] {
  const days = series[0]?.days ?? []
  return days.map(({ day }, i) => ({
    day,
    exams_performed: series.reduce((sum, s) => sum + (s.days[i]?.exams_performed ?? 0), 0),
  }))
}

const placesOfCenters = (db: Kysely<Database>) =>
  oncePerSnapshot(db, 'places of centers', () =>
    db
      .selectFrom('center')
      .select(['center_code', 'province', 'city', 'ownership', 'longitude', 'latitude'])
      .orderBy('center_code')
      .execute(),
  )

async function centerPoints(db: Kysely<Database>, all: Evidence, { signals }: AttentionList): Promise<CenterPoint[]> {
  const places = await placesOfCenters(db)
  const { center: asked } = all.filters
  const rates = sumsByCenter(all.mix.compliance_rate)
  const exams = new Map<string, number>()
  for (const { row, figures } of all.counts) {
    const code = row['center_code'] as string
    exams.set(code, (exams.get(code) ?? 0) + (figures.exams_performed.value ?? 0))
  }
  return places.flatMap(({ center_code, ...place }): CenterPoint[] => {
    if (center_code === null || (asked.length > 0 && !asked.includes(center_code))) return []
    const rate = rateOf(complianceMetrics.compliance_rate, rates.get(center_code) ?? { k: 0, n: 0 })
    return [
      {
        center_code,
        ...all.nameOf(center_code),
        ...place,
        exams_performed: exams.get(center_code) ?? 0,
        compliance_rate: rate.value,
        assessable: rate.n ?? 0,
        signals: signals.filter((s) => s.center?.center_code === center_code).length,
      },
    ]
  })
}

/** The network at a glance. Money is asked for only when the reader may see it. */
export function overviewPage(
  reader: WarehouseReader,
  filter: Filter,
  { money }: { money: boolean },
): Promise<Answer<OverviewPage>> {
  const needs: Feed[] = ['exams', 'scanner_log', 'ai_results', ...(money ? (['billing', 'costs'] as const) : [])]
  const asked = { name: 'overview', filter, options: { money }, needs, metrics: [...ROOMS, ...AI], money }
  return answer(reader, asked, async ({ db, filters, snapshot }) => {
    const [tallies, compliance, ai, days, all, data, books] = await Promise.all([
      tally(db, filters),
      someComplianceFigures(db, filters, COMPLIANCE),
      aiFigures(db, filters),
      examsPerDay(db, filters),
      evidence(db, filters),
      dataState(db, snapshot),
      money ? moneySignals(db, filters) : null,
    ])
    const attention = attentionOf(all, books)
    const [centers, amounts] = await Promise.all([centerPoints(db, all, attention), books && overviewMoney(db, books)])
    return {
      figures: { ...throughputFigures(tallies, filters), ...compliance, ...ai },
      by_modality: throughputByModality(tallies, filters),
      exams_per_day: sumOfModalities(days),
      attention,
      centers,
      data,
      money: amounts,
    }
  })
}
