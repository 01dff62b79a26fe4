import {
  DRIFTED_SPECIFICITY,
  DRIFTING_PRODUCT,
  DRIFTING_VERSION,
  LATE_PRODUCT,
  MISREAD_MANUFACTURER,
  MISREADING_PRODUCT,
} from './catalogue/ai-products.ts'
import { isoDay, monthStart } from './clock.ts'
import { period, type DemoOptions } from './options.ts'

export type StoryId =
  | 'slice_thickness_creep'
  | 'dwi_lost'
  | 'ai_specificity_drop'
  | 'ai_manufacturer_fall'
  | 'full_but_losing'
  | 'gradient_coil'
  | 'denial_wave'
  | 'dose_not_lowered'
  | 'contrast_order_swapped'
  | 'reporting_backlog'
  | 'high_no_show'
  | 'tariff_cut'
  | 'late_first_case'
  | 'no_show_far_ahead'
  | 'ai_after_report'
  | 'receivables_age'
  | 'fleet_drift'

/** Something wrong that is planted on purpose, for a view to reveal. */
export interface PlantedStory {
  id: StoryId
  view: 'throughput' | 'compliance' | 'concordance' | 'profitability'
  /** Null = the whole network. */
  center: string | null
  scanner: string | null
  /** First and last day on which it can be seen, both included, `YYYY-MM-DD`. */
  from: string
  to: string
  /** What a person sees, and where. */
  see: string
}

interface Plan {
  id: StoryId
  view: PlantedStory['view']
  /** Place of the center in the network, 1 = the first; null = the whole network. */
  center: number | null
  scanner: 'MR1' | 'CT1' | null
  /** Begins this many days before the end, or after two fifths of a shorter demo; null = holds throughout. */
  window: number | null
  /** A demo with fewer days does not show it. */
  minDays: number
  /** Nor does one of fewer centers, beside that which it is planted in. */
  minCenters?: number
  see: string
}

export const PRICE_CUT_PROVINCE = '浙江'

const PLANS: readonly Plan[] = [
  {
    id: 'ai_specificity_drop',
    view: 'concordance',
    center: null,
    scanner: null,
    window: 42,
    minDays: 14,
    see: `${DRIFTING_PRODUCT} version ${DRIFTING_VERSION} flags far more scans without a nodule: specificity falls from about 0.8 to about ${DRIFTED_SPECIFICITY}, PPV and agreement with it, in every center at once, while sensitivity stays.`,
  },
  {
    id: 'ai_manufacturer_fall',
    view: 'concordance',
    center: null,
    scanner: null,
    window: 28,
    minDays: 56,
    see: `${MISREADING_PRODUCT} flags a quarter of the scans without a finding from ${MISREAD_MANUFACTURER} scanners: agreement falls there, on the scanners of no other manufacturer, and without a new version.`,
  },
  {
    id: 'slice_thickness_creep',
    view: 'compliance',
    center: 2,
    scanner: 'MR1',
    window: 72,
    minDays: 21,
    see: 'SliceThickness rises week by week until it leaves the tolerance: the center’s compliance rate falls, and SliceThickness leads its deviations, in nearly every step.',
  },
  {
    id: 'dwi_lost',
    view: 'compliance',
    center: 3,
    scanner: null,
    window: 50,
    minDays: 14,
    see: 'After a software upgrade the step dwi_tra is missing from the brain protocols (critical), from one day to the next; the other protocols stay as they were.',
  },
  {
    id: 'full_but_losing',
    view: 'profitability',
    center: 4,
    scanner: null,
    window: null,
    minDays: 7,
    see: 'A partnered center with the highest room utilization and an operating loss every closed month: low prices, and nearly half of the revenue goes to the partner.',
  },
  {
    id: 'gradient_coil',
    view: 'throughput',
    center: 5,
    scanner: 'MR1',
    window: 60,
    minDays: 21,
    see: 'Gradient faults (GRAD-…) become frequent and grave, down minutes rise, exams take longer, and utilization of what is left of the day rises.',
  },
  {
    id: 'denial_wave',
    view: 'profitability',
    center: 6,
    scanner: null,
    window: 61,
    minDays: 21,
    see: 'Basic medical insurance denies about a fifth of the lines with code D17 (no prior authorization); elsewhere it is about 3 %.',
  },
  {
    id: 'dose_not_lowered',
    view: 'compliance',
    center: 7,
    scanner: 'CT1',
    window: 60,
    minDays: 21,
    see: 'Version 2 of CT-CHEST and CT-LUNG-SCREENING lowers the tube voltage to 100 kV everywhere; this scanner stays at 120: KVP out of tolerance and dose over reference in nearly every such exam.',
  },
  {
    id: 'contrast_order_swapped',
    view: 'compliance',
    center: 8,
    scanner: null,
    window: 60,
    minDays: 7,
    see: 'In MR-BRAIN-CONTRAST series after contrast are logged before the plain ones: wrong_order. It is reported and does not break compliance.',
  },
  {
    id: 'reporting_backlog',
    view: 'throughput',
    center: 9,
    scanner: null,
    window: 35,
    minDays: 14,
    see: 'Turnaround (median and p90) climbs from hours to days, and the unreported exams pile up at the end.',
  },
  {
    id: 'high_no_show',
    view: 'throughput',
    center: 10,
    scanner: null,
    window: null,
    minDays: 7,
    see: 'About a fifth of the due MR bookings are not kept, three times the network’s rate: outside the funnel’s limits.',
  },
  {
    id: 'late_first_case',
    view: 'throughput',
    center: 11,
    scanner: 'MR1',
    window: null,
    minDays: 14,
    see: 'The first patient of the day gets onto the table about 40 minutes late, every morning: the first case is late, and the ledger has idle minutes before it.',
  },
  {
    id: 'no_show_far_ahead',
    view: 'throughput',
    center: 12,
    scanner: null,
    window: null,
    minDays: 14,
    see: 'No-shows sit in bookings made more than 14 days ahead, of which a third is not kept; bookings made nearer are kept as everywhere.',
  },
  {
    id: 'ai_after_report',
    view: 'concordance',
    center: 1,
    scanner: null,
    window: 45,
    minDays: 14,
    see: `Results of ${LATE_PRODUCT} come back after the report is signed, here alone: nobody opens one before it, while the center’s other products are seen in time as before.`,
  },
  {
    id: 'receivables_age',
    view: 'profitability',
    center: 12,
    scanner: null,
    window: null,
    minDays: 100,
    see: 'Resident medical insurance has paid nothing since the first day: what it owes here grows old, while elsewhere it pays within about three months. Revenue and profit do not show it.',
  },
  {
    id: 'fleet_drift',
    view: 'compliance',
    center: null,
    scanner: null,
    window: 60,
    minDays: 21,
    minCenters: 5,
    see: 'RepetitionTime of t2_fs_cor in MR-SHOULDER leaves its band on every scanner at once: the protocol’s rate falls to nothing in all centers, and the fleet agrees with itself and not with the book.',
  },
  {
    id: 'tariff_cut',
    view: 'profitability',
    center: null,
    scanner: null,
    window: null,
    minDays: 45,
    see: `The province ${PRICE_CUT_PROVINCE} (the first center, the seventh and others) cuts the prices of CT by 16 %, MR by 20 % and PET/CT by 45 %: charges per exam and margins of these centers step down on that day.`,
  },
]

/** Stories that fit a network of this size and length, with where and when; the documentation and the tests read it. */
export function plantedStories(options: DemoOptions): PlantedStory[] {
  const { last } = period(options)
  return PLANS.filter((plan) => fits(plan, options)).map((plan) => {
    const center = plan.center === null ? null : centerCode(plan.center - 1)
    return {
      id: plan.id,
      view: plan.view,
      center,
      scanner: plan.scanner && `${center}-${plan.scanner}`,
      from: isoDay(onset(plan, options)),
      to: isoDay(last),
      see: plan.see,
    }
  })
}

export function centerCode(index: number): string {
  return `C${String(index + 1).padStart(3, '0')}`
}

function fits(plan: Plan, options: DemoOptions): boolean {
  return options.days >= plan.minDays && options.centers >= Math.max(plan.center ?? 1, plan.minCenters ?? 1)
}

function onset(plan: Plan, options: DemoOptions): number {
  const { first, last } = period(options)
  if (plan.id === 'tariff_cut') return monthStart(last, -1)
  if (plan.window === null) return first
  return last - Math.min(plan.window, Math.floor(options.days * 0.6)) + 1
}

/** When each story begins at a center (day number); null = never. Simulation asks nothing else about stories. */
export type Effects = Record<StoryId, number | null>

export function effectsAt(index: number, options: DemoOptions): Effects {
  const effects = {} as Effects
  for (const plan of PLANS) {
    const here = plan.center === null || plan.center === index + 1
    effects[plan.id] = here && fits(plan, options) ? onset(plan, options) : null
  }
  return effects
}

/** When the network lowered the dose of its chest protocols; null where the story does not fit. */
export function doseLoweredOn(options: DemoOptions): number | null {
  const plan = PLANS.find((p) => p.id === 'dose_not_lowered')!
  return fits({ ...plan, center: null }, options) ? onset(plan, options) : null
}

/** How far a story has run at a center on a day: null before it, then up to 1 on the last day of business. */
export function progress(center: { effects: Effects; lastDay: number }, id: StoryId, day: number): number | null {
  const from = center.effects[id]
  if (from === null || day < from) return null
  return Math.min(1, (day - from + 1) / (center.lastDay - from + 1))
}
