import { DRIFTING_PRODUCT, DRIFTING_VERSION } from '../catalogue/ai-products.ts'
import { CONTRAST_LINES, PROCEDURES, type Procedure } from '../catalogue/procedures.ts'
import { isoDay, monthOf, monthStart } from '../clock.ts'
import { partnerShareOn } from '../ledger.ts'
import { period, type DemoOptions } from '../options.ts'
import { plantedStories, type StoryId } from '../stories.ts'
import type { Modality } from '../modality.ts'
import type { Center } from '../types.ts'
import { csv } from './csv.ts'

/** What the network wants, as a head office would write it down: by modality and urgency where that differs. */
const TARGETS: readonly [metric: string, modality: string | null, priority: string | null, value: number][] = [
  ['utilization_rate', null, null, 0.7],
  ['utilization_rate', 'DX', null, 0.35],
  ['no_show_rate', null, null, 0.05],
  ['wait_minutes_median', null, null, 20],
  ['turnaround_minutes_median', 'MR', null, 240],
  ['turnaround_minutes_median', 'CT', null, 120],
  ['turnaround_minutes_median', null, 'stat', 30],
  ['turnaround_minutes_p90', null, null, 1440],
  ['compliance_rate', null, null, 0.95],
  ['dose_over_reference_rate', 'CT', null, 0.1],
  ['denial_rate', null, null, 0.03],
  ['operating_margin_rate', null, null, 0.15],
]

export function targetsFile(): string {
  return csv(
    'metric,modality,priority,value',
    TARGETS.map((row) => [...row]),
  )
}

/** Business days of a month weigh less than its days: weekends are quiet. */
const QUIET_DAYS = 0.8
/** What payers allow of the list price. */
const ALLOWED = 0.93
/** Head office plans no loss. */
const LEAST_MARGIN = 0.05

/** Every month's net revenue and operating profit as they would be planned from the fleet, rounded to hundreds of CNY. */
export function budgetFile(centers: readonly Center[], options: DemoOptions): string {
  const { first, last } = period(options)
  const rows: [string, string, string, number][] = []
  for (const center of centers) {
    const daily = center.scanners.reduce((sum, s) => sum + s.demand * meanPrice(s.modality), 0) * center.priceFactor
    for (let start = monthStart(first); start <= last; start = monthStart(start, 1)) {
      const days = Math.min(last, monthStart(start, 1) - 1) - Math.max(first, start) + 1
      const net = daily * days * QUIET_DAYS * ALLOWED * (1 - partnerShareOn(center, start))
      const plan = { net_revenue: net, operating_profit: net * Math.max(center.targetMargin, LEAST_MARGIN) }
      for (const [line, cny] of Object.entries(plan))
        rows.push([center.code, monthOf(start), line, Math.round(cny / 100) * 100])
    }
  }
  return csv('center_code,month,line,amount', rows)
}

/** Mean price of an exam with what is billed beside it. */
function meanPrice(modality: Modality): number {
  const own = PROCEDURES.filter((p) => p.modality === modality)
  const weight = own.reduce((sum, p) => sum + p.weight, 0)
  const price = (p: Procedure) => p.listPriceCny + (p.contrast ? CONTRAST_LINES[p.contrast].listPriceCny : 0)
  return own.reduce((sum, p) => sum + p.weight * price(p), 0) / weight
}

/** Changes that were made on purpose, each on the day of the story or of the change of hours that it belongs to. */
const FROM_STORIES: Partial<Record<StoryId, { kind: string; nameEn: string; nameZh: string }>> = {
  dwi_lost: { kind: 'software', nameEn: 'Software upgrade of the MR scanners', nameZh: '磁共振软件升级' },
  dose_not_lowered: { kind: 'protocol', nameEn: 'Lower dose in chest CT', nameZh: '胸部CT降低剂量' },
  contrast_order_swapped: { kind: 'staffing', nameEn: 'New technologists trained', nameZh: '新技师上岗' },
  ai_specificity_drop: {
    kind: 'software',
    nameEn: `${DRIFTING_PRODUCT} version ${DRIFTING_VERSION}`,
    nameZh: `${DRIFTING_PRODUCT} ${DRIFTING_VERSION}版`,
  },
}

export function interventionsFile(centers: readonly Center[], options: DemoOptions): string {
  const planted = plantedStories(options).flatMap((story) => {
    const found = FROM_STORIES[story.id]
    // The lower dose was for the whole network; the story is the scanner that did not follow.
    const center = story.id === 'dose_not_lowered' ? null : story.center
    return found ? [[found.nameEn, found.nameZh, null, center, found.kind, story.from, null]] : []
  })
  const hours = centers
    .flatMap((c) => c.scanners)
    .flatMap((s) =>
      s.staffingChange
        ? [
            [
              `Longer hours of ${s.scannerId}`,
              `${s.scannerId}延长开机`,
              s.scannerId,
              s.centerCode,
              'staffing',
              isoDay(s.staffingChange.from),
              null,
            ],
          ]
        : [],
    )
  return csv('name_en,name_zh,scanner_id,center_code,kind,from_date,to_date', [...planted, ...hours])
}
