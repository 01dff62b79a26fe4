import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { centerAttention } from './attention.ts'
import { centerInfo, faultRows } from './facts.ts'
import { centerMoney } from './money.ts'
import { networkFigures } from './network.ts'
import { deviationRows } from '../compliance/deviations.ts'
import { HEADLINE as AI } from '../concordance/concordance-figures.ts'
import { complianceFigures } from '../compliance/compliance-figures.ts'
import { complianceOverTime } from '../compliance/over-time.ts'
import { complianceByProtocol } from '../compliance/protocols.ts'
import { freshnessRows } from '../data/freshness.ts'
import { rejectGroups } from '../data/rejects.ts'
import { aiSummary } from '../overview/ai.ts'
import { answer, type Context } from '../page/answer.ts'
import { examsPerDay } from '../throughput/days.ts'
import { HEADLINE as ROOMS, tally, throughputByModality, throughputFigures } from '../throughput/throughput-figures.ts'
import { heatMap } from '../throughput/heat-map.ts'
import { scannerRows } from '../throughput/scanners.ts'
import type { Answer, Feed, PageBase } from '../page/page-types.ts'
import type { CenterInfo, CenterPage } from './center-types.ts'

/** Rooms and exams of the center. */
async function throughputPart({ db, filters }: Context) {
  const [tallies, exams_per_day, heat_map, scanners, faults] = await Promise.all([
    tally(db, filters),
    examsPerDay(db, filters),
    heatMap(db, filters),
    scannerRows(db, filters),
    faultRows(db, filters),
  ])
  return {
    exams_performed: throughputFigures(tallies, filters).exams_performed,
    by_modality: throughputByModality(tallies, filters),
    exams_per_day,
    heat_map,
    scanners,
    faults,
  }
}

async function compliancePart({ db, filters }: Context) {
  const [{ figures }, compliance_over_time, { protocols }, deviations] = await Promise.all([
    complianceFigures(db, filters),
    complianceOverTime(db, filters),
    complianceByProtocol(db, filters),
    deviationRows(db, filters),
  ])
  return {
    figures,
    compliance_over_time,
    protocols,
    deviations,
  }
}

async function contentOf(
  context: Context,
  center: CenterInfo,
  money: boolean,
): Promise<Omit<CenterPage, keyof PageBase>> {
  const { db, filters } = context
  const code = center.center_code
  const [throughput, compliance, network, ai, attention, rejects, freshness, books] = await Promise.all([
    throughputPart(context),
    compliancePart(context),
    networkFigures(db, filters),
    aiSummary(db, filters),
    centerAttention(db, filters, code, money),
    rejectGroups(db, { center: code }),
    freshnessRows(db),
    money ? centerMoney(db, filters, code) : null,
  ])
  const { exams_performed, ...rooms } = throughput
  return {
    center,
    ...rooms,
    ...compliance,
    ...network,
    figures: { exams_performed, ...compliance.figures, ...ai.figures },
    products: ai.products,
    attention,
    rejects,
    freshness: freshness.filter((row) => row.center_code === code),
    money: books,
  }
}

/**
 * One center, everything. The filter's own center list is set aside. `undefined` when the reference data does not know
 * the center; money is asked for only when the reader may see it.
 */
export async function centerPage(
  reader: WarehouseReader,
  center_code: string,
  filter: Filter,
  { money }: { money: boolean },
): Promise<Answer<CenterPage> | undefined> {
  const mine = { ...filter, center: [center_code], province: undefined, ownership: undefined }
  const needs: Feed[] = ['exams', 'scanner_log', 'ai_results', ...(money ? (['billing', 'costs'] as const) : [])]
  const known = ['modality', 'scanner'] as const
  const asked = { name: 'center', filter: mine, options: { money }, needs, known, metrics: [...ROOMS, ...AI], money }
  const page = await answer(reader, asked, async (context) => {
    const center = await centerInfo(context.db, center_code)
    return { content: center ? await contentOf(context, center, money) : undefined }
  })
  if (page.snapshot_id === null) return page
  const { content, ...base } = page
  return content && { ...base, ...content }
}
