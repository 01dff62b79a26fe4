import type { Kysely } from 'kysely'
import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import type { Database } from '../schema.ts'
import { complianceFigures } from '../compliance/compliance-figures.ts'
import { freshnessRows } from '../data/freshness.ts'
import { dataState } from '../data/state.ts'
import { aiSummary } from './ai.ts'
import { attentionOf, complianceFunnel } from './attention.ts'
import { overviewMoney } from './money.ts'
import { productAttention } from './products.ts'
import { centerCompliance, centerCounts, scannersDown } from './samples.ts'
import { answer } from '../page/answer.ts'
import { centerNames } from '../page/names.ts'
import { examsPerDay } from '../throughput/days.ts'
import { tally, throughputByModality, throughputFigures } from '../throughput/throughput-figures.ts'
import type { Answer, Feed, Filters } from '../page/page-types.ts'
import type { CenterPoint, OverviewPage } from './overview-types.ts'
import type { ExamsPerDay } from '../throughput/throughput-types.ts'

/** Every day of the period, modalities added: a count, not a rate. */
function sumOfModalities(series: ExamsPerDay[]): OverviewPage['exams_per_day'] {
  const days = series[0]?.days ?? []
  return days.map(({ day }, i) => ({
    day,
    exams_performed: series.reduce((sum, s) => sum + (s.days[i]?.exams_performed ?? 0), 0),
  }))
}

async function centersAndSignals(db: Kysely<Database>, filters: Filters) {
  const [counts, compliance, down, freshness, nameOf, places] = await Promise.all([
    centerCounts(db, filters),
    centerCompliance(db, filters),
    scannersDown(db, filters),
    freshnessRows(db),
    centerNames(db),
    db
      .selectFrom('center')
      .select(['center_code', 'province', 'city', 'ownership', 'longitude', 'latitude'])
      .orderBy('center_code')
      .execute(),
  ])
  const inFilter = (code: string) => filters.center.length === 0 || filters.center.includes(code)
  const evidence = { counts, compliance, down, freshness: freshness.filter((row) => inFilter(row.center_code)) }
  const attention = attentionOf(evidence, nameOf)
  const rates = new Map(complianceFunnel(compliance, nameOf).rows.map((row) => [row.center_code, row]))
  const centers = places.flatMap(({ center_code, ...place }): CenterPoint[] => {
    if (center_code === null || !inFilter(center_code)) return []
    const mine = counts.filter((row) => row.center_code === center_code)
    return [
      {
        center_code,
        ...nameOf(center_code),
        ...place,
        exams_performed: mine.reduce((sum, row) => sum + row.exams_performed, 0),
        compliance_rate: rates.get(center_code)?.value ?? null,
        assessable: rates.get(center_code)?.n ?? 0,
        signals: attention.find((a) => a.center_code === center_code)?.signals.length ?? 0,
      },
    ]
  })
  return { centers, attention }
}

/** The network at a glance. Money is asked for only when the reader may see it. */
export function overviewPage(
  reader: WarehouseReader,
  filter: Filter,
  { money }: { money: boolean },
): Promise<Answer<OverviewPage>> {
  const needs: Feed[] = ['exams', 'scanner_log', 'ai_results', ...(money ? (['billing', 'costs'] as const) : [])]
  return answer(reader, { name: 'overview', filter, options: { money }, needs }, async ({ db, filters, snapshot }) => {
    const [tallies, compliance, ai, days, places, data, amounts] = await Promise.all([
      tally(db, filters),
      complianceFigures(db, filters),
      aiSummary(db, filters),
      examsPerDay(db, filters),
      centersAndSignals(db, filters),
      dataState(db, snapshot),
      money ? overviewMoney(db, filters) : null,
    ])
    const { compliance_rate, compliance_coverage_rate } = compliance.figures
    return {
      figures: { ...throughputFigures(tallies, filters), compliance_rate, compliance_coverage_rate, ...ai.figures },
      by_modality: throughputByModality(tallies, filters),
      exams_per_day: sumOfModalities(days),
      ...places,
      product_attention: productAttention(ai.products),
      data,
      money: amounts,
    }
  })
}
