import { defineMetrics, type MetricSpec, type Text } from '../metric/define.ts'
import { aggregatesOf, type Aggregate, type Expression } from '../metric/expression.ts'
import { performedExam } from '../metric/sources.ts'
import { between, excludes, grain } from '../metric/words.ts'

/** Shares of a strip: from the tenth of the exams that were fastest to the tenth that were slowest. */
export const STRIP_SHARES = [0.1, 0.25, 0.5, 0.75, 0.9] as const

/** A stretch of a patient's way, from one instant of `main.exam` to the next. */
export interface Stretch {
  /** Exams that have both instants. */
  n: Aggregate
  /** Column of the list of its quantiles, in microseconds. */
  strip: Aggregate
  median: Expression
}

function stretch(name: string, from: string, to: string): Stretch {
  const quantiles = performedExam.elapsedQuantiles(from, to, STRIP_SHARES, `${name}_strip`)
  const median = quantiles[2]!
  return { n: performedExam.elapsed(from, to, `${name}_count`), strip: aggregatesOf(median)[0]!, median }
}

/** The instants of `main.exam` between which the patient's way goes, in its order, from the order to the final report. */
export const WAY = {
  access: ['ordered_at', 'scheduled_at'],
  arrival: ['scheduled_at', 'arrived_at'],
  wait: ['arrived_at', 'started_at'],
  exam: ['started_at', 'completed_at'],
  preliminary: ['completed_at', 'prelim_at'],
  final: ['prelim_at', 'reported_at'],
} as const

const stretchOf = (step: keyof typeof WAY) => stretch(step, WAY[step][0], WAY[step][1])

export const STRETCHES = {
  access: stretchOf('access'),
  arrival: stretchOf('arrival'),
  wait: stretchOf('wait'),
  exam: stretchOf('exam'),
  preliminary: stretchOf('preliminary'),
  final: stretchOf('final'),
} as const

export const TURNAROUND = stretch('turnaround', 'completed_at', 'reported_at')

/** Fewer exams than this show no strip; as the medians of the registry. */
export const FEWEST_EXAMS = 5

const medianOf = ({ n, median }: Stretch, span: Text, label: Text, better: 'lower' | null) =>
  ({
    kind: 'quantile',
    value: median,
    denominator: n,
    label,
    short: { en: `Minutes ${span.en}, over the exams of the period.`, zh: `期间内检查${span.zh}的分钟数。` },
    unit: 'minutes',
    grain: grain.exam,
    definition: {
      en: 'Continuous (linearly interpolated) quantile over the performed exams of the period that have both times. Calendar time: nights and days off count.',
      zh: '对期间内两个时间点齐全的完成检查取连续（线性插值）分位数。按日历时间计算，夜间与休息日计入。',
    },
    exclusions: [excludes.notPerformed, excludes.missingTimes],
    better,
    minimumCount: FEWEST_EXAMS,
    pages: ['throughput'],
  }) as const satisfies MetricSpec

/** Stretches of the patient's way that no other page has a figure of. */
export const flowMetrics = defineMetrics({
  access_minutes_median: medianOf(
    STRETCHES.access,
    between.access,
    { en: 'Order to slot, median', zh: '开单到预约时段中位数' },
    'lower',
  ),
  arrival_minutes_median: medianOf(
    STRETCHES.arrival,
    between.arrival,
    { en: 'Slot to arrival, median', zh: '预约时段到到达中位数' },
    null,
  ),
  preliminary_minutes_median: medianOf(
    STRETCHES.preliminary,
    between.preliminary,
    { en: 'Exam to preliminary report, median', zh: '检查到初步报告中位数' },
    'lower',
  ),
  final_minutes_median: medianOf(
    STRETCHES.final,
    between.final,
    { en: 'Preliminary to final report, median', zh: '初步报告到最终报告中位数' },
    'lower',
  ),
})
