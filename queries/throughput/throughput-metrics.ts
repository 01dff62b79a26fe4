import { defineMetrics, type MetricPage, type MetricSpec, type Text } from '../metric/define.ts'
import type { Aggregate, Expression } from '../metric/expression.ts'
import { centerDay, performedExam, scannerDay } from '../metric/sources.ts'
import { between, excludes, grain } from '../metric/words.ts'

const pages: readonly MetricPage[] = ['overview', 'throughput', 'center']

// Center days know no scanner: under a scanner filter exams answer, where they can.
const performed = centerDay.sum('exams_performed', { byScanner: performedExam.rows('exams_performed') })
const repeats = centerDay.sum('repeats', {
  byScanner: performedExam.countIf('repeat_of IS NOT NULL', 'repeats'),
})
const unreported = centerDay.sum('unreported', {
  byScanner: performedExam.countIf('reported_at IS NULL', 'unreported'),
})
const outOfHours = centerDay.sum('out_of_hours_exams')
const due = centerDay.sum('bookings_due')
const stale = centerDay.sum('stale_bookings')

const waits = performedExam.elapsed('arrived_at', 'started_at', 'waits')
const [waitMedian, waitP90] = performedExam.elapsedQuantiles('arrived_at', 'started_at', [0.5, 0.9], 'wait')
const turnarounds = performedExam.elapsed('completed_at', 'reported_at', 'turnarounds')
const [turnaroundMedian, turnaroundP90] = performedExam.elapsedQuantiles(
  'completed_at',
  'reported_at',
  [0.5, 0.9],
  'turnaround',
)
const examTimes = performedExam.elapsed('started_at', 'completed_at', 'exam_times')
const [examMedian] = performedExam.elapsedQuantiles('started_at', 'completed_at', [0.5], 'exam_time')

/** More than this share of due bookings without an outcome says more about the RIS than about patients. */
export const STALE_BOOKINGS_SHARE = 0.05

const countOfExams = (words: Pick<MetricSpec, 'label' | 'short'>, value: typeof performed, better: 'lower' | null) =>
  ({
    kind: 'count',
    ...words,
    value,
    unit: 'count',
    grain: grain.exam,
    definition: words.short,
    better,
    pages: ['throughput', 'center'],
  }) as const satisfies MetricSpec

interface Quantile {
  label: Text
  value: Expression
  n: Aggregate
  /** The instants, in names of main.exam. */
  /** What the minutes are of. */
  span: Text
  exclusion?: Text
}

const quantileOfMinutes = ({ label, value, n, span, exclusion = excludes.missingTimes }: Quantile) =>
  ({
    kind: 'quantile',
    value,
    denominator: n,
    label,
    short: { en: `Minutes ${span.en}, over the exams of the period.`, zh: `期间内检查${span.zh}的分钟数。` },
    unit: 'minutes',
    grain: grain.exam,
    definition: {
      en: 'Continuous (linearly interpolated) quantile over the performed exams of the period that have both times, never over daily medians.',
      zh: '对期间内两个时间点齐全的完成检查取连续（线性插值）分位数，绝不对每日中位数再取中位数。',
    },
    exclusions: [excludes.notPerformed, exclusion],
    better: 'lower',
    minimumCount: 5,
    pages,
  }) as const satisfies MetricSpec

export const throughputMetrics = defineMetrics({
  exams_performed: {
    kind: 'count',
    value: performed,
    label: { en: 'Exams performed', zh: '完成检查量' },
    short: { en: 'Exams completed or reported, by local day.', zh: '按当地日期统计的已完成或已报告检查。' },
    unit: 'count',
    grain: grain.exam,
    definition: {
      en: 'Exams with status completed or reported whose local day lies in the period. The local day is that of the start, else of the planned time.',
      zh: '状态为已完成或已报告、且当地日期落在所选期间内的检查。当地日期取开始时间，缺失时取预约时间。',
    },
    exclusions: [{ en: 'Aborted, cancelled and missed exams', zh: '中止、取消与爽约的检查' }],
    better: 'higher',
    pages: [...pages, 'profitability'],
  },
  exams_scheduled: {
    kind: 'count',
    value: centerDay.sum('exams_scheduled'),
    label: { en: 'Exams scheduled', zh: '预约检查量' },
    short: { en: 'All exams but the cancelled.', zh: '除已取消外的全部检查。' },
    unit: 'count',
    grain: grain.exam,
    definition: { en: 'All exams of the period but the cancelled ones.', zh: '期间内除已取消外的全部检查。' },
    better: null,
    pages: ['throughput'],
  },
  no_shows: countOfExams(
    {
      label: { en: 'No-shows', zh: '爽约数' },
      short: { en: 'Patients who did not come.', zh: '患者未到检的检查。' },
    },
    centerDay.sum('no_shows'),
    'lower',
  ),
  cancellations: countOfExams(
    { label: { en: 'Cancellations', zh: '取消数' }, short: { en: 'Cancelled exams.', zh: '已取消的检查。' } },
    centerDay.sum('cancellations'),
    'lower',
  ),
  repeats: countOfExams(
    {
      label: { en: 'Repeats', zh: '重复检查数' },
      short: { en: 'Performed exams that repeat another.', zh: '作为重复检查完成的检查。' },
    },
    repeats,
    'lower',
  ),
  unreported: countOfExams(
    {
      label: { en: 'Unreported', zh: '未出报告' },
      short: { en: 'Performed exams without a final report.', zh: '已完成但尚无最终报告的检查。' },
    },
    unreported,
    'lower',
  ),
  out_of_hours_exams: countOfExams(
    {
      label: { en: 'Out-of-hours exams', zh: '非排班时段检查' },
      short: {
        en: "Performed exams that started outside the scanner's staffed windows.",
        zh: '在设备排班时段以外开始的检查。',
      },
    },
    outOfHours,
    null,
  ),
  utilization_rate: {
    kind: 'ratio',
    numerator: scannerDay.amount('occupied_in_hours_minutes'),
    denominator: scannerDay.amount('available_minutes'),
    unknown: 'no_denominator',
    label: { en: 'Room utilization', zh: '机房利用率' },
    short: {
      en: 'Staffed and available time with a patient on the table.',
      zh: '排班可用时间中患者在检查床上的时间占比。',
    },
    unit: 'rate',
    grain: grain.scanner,
    definition: {
      en: 'Minutes inside staffed hours with a patient on the table (overlapping exams once), divided by staffed minutes less down time, both summed over scanners and days. Scanners add minutes; rates are never averaged.',
      zh: '排班时段内患者在床分钟数（重叠检查只计一次）除以排班分钟减停机分钟，先对设备与日期求和再相除，绝不对比率求平均。',
    },
    exclusions: [excludes.unknownHours, excludes.outOfHours],
    better: 'higher',
    // Its n is minutes, not exams: one staffed hour is enough to speak of.
    minimumCount: 60,
    pages,
  },
  no_show_rate: {
    kind: 'rate',
    numerator: centerDay.sum('no_shows_due'),
    denominator: due,
    withheld: {
      of: [stale, due],
      when: ([open, n]) => `${n} > 0 AND ${open} > ${STALE_BOOKINGS_SHARE} * ${n}`,
      holds: ([open, n]) => Number(n) > 0 && Number(open) > STALE_BOOKINGS_SHARE * Number(n),
      reason: 'stale_bookings',
    },
    label: { en: 'No-show rate', zh: '爽约率' },
    short: { en: 'No-shows among bookings that were due.', zh: '到期预约中的爽约占比。' },
    unit: 'rate',
    grain: grain.booking,
    definition: {
      en: 'No-shows divided by bookings due: not cancelled, ordered on an earlier day, and scheduled before the center last reported. No rate is shown when more than 5 % of due bookings are still open 24 hours after their time.',
      zh: '爽约数除以到期预约：未取消、开单日早于预约日、且预约时间早于中心最近一次上报。若超过 5% 的到期预约在 24 小时后仍未更新状态，则不显示比率。',
    },
    exclusions: [excludes.walkIns],
    better: 'lower',
    pages,
  },
  repeat_rate: {
    kind: 'rate',
    numerator: repeats,
    denominator: performed,
    label: { en: 'Repeat rate', zh: '重复检查率' },
    short: { en: 'Performed exams that repeat another.', zh: '完成检查中重复检查的占比。' },
    unit: 'rate',
    grain: grain.exam,
    definition: { en: 'Repeats divided by performed exams.', zh: '重复检查数除以完成检查量。' },
    better: 'lower',
    pages: ['throughput', 'center'],
  },
  unreported_rate: {
    kind: 'rate',
    numerator: unreported,
    denominator: performed,
    label: { en: 'Unreported share', zh: '未出报告占比' },
    short: { en: 'Performed exams without a final report.', zh: '完成检查中尚无最终报告的占比。' },
    unit: 'rate',
    grain: grain.exam,
    definition: {
      en: 'Unreported divided by performed exams. It stands beside turnaround, since a backlog makes turnaround look good.',
      zh: '未出报告数除以完成检查量。与报告周转并列显示，因为积压会使周转看起来更好。',
    },
    better: 'lower',
    pages: ['overview', 'throughput'],
  },
  down_share: {
    kind: 'ratio',
    numerator: scannerDay.amount('down_minutes'),
    denominator: scannerDay.amount('staffed_minutes'),
    unknown: 'no_denominator',
    label: { en: 'Down time', zh: '停机占比' },
    short: { en: 'Staffed time in state down or service.', zh: '排班时间中处于停机或维护状态的占比。' },
    unit: 'rate',
    grain: grain.scanner,
    definition: {
      en: 'Minutes of the staffed windows in state down or service, divided by staffed minutes.',
      zh: '排班时段内处于 down 或 service 状态的分钟数除以排班分钟数。',
    },
    better: 'lower',
    minimumCount: 60,
    pages: ['overview', 'throughput'],
  },
  out_of_hours_rate: {
    kind: 'rate',
    numerator: outOfHours,
    denominator: performed,
    label: { en: 'Out-of-hours share', zh: '非排班时段占比' },
    short: { en: 'Performed exams that started outside staffed windows.', zh: '在排班时段以外开始的检查占比。' },
    unit: 'rate',
    grain: grain.exam,
    definition: { en: 'Out-of-hours exams divided by performed exams.', zh: '非排班时段检查数除以完成检查量。' },
    better: null,
    pages: ['throughput', 'center'],
  },
  wait_minutes_median: quantileOfMinutes({
    label: { en: 'Wait, median', zh: '候检时间中位数' },
    value: waitMedian!,
    n: waits,
    span: between.wait,
  }),
  wait_minutes_p90: quantileOfMinutes({
    label: { en: 'Wait, 90th percentile', zh: '候检时间 P90' },
    value: waitP90!,
    n: waits,
    span: between.wait,
  }),
  turnaround_minutes_median: quantileOfMinutes({
    label: { en: 'Turnaround, median', zh: '报告周转中位数' },
    value: turnaroundMedian!,
    n: turnarounds,
    span: between.turnaround,
    exclusion: excludes.unreported,
  }),
  turnaround_minutes_p90: quantileOfMinutes({
    label: { en: 'Turnaround, 90th percentile', zh: '报告周转 P90' },
    value: turnaroundP90!,
    n: turnarounds,
    span: between.turnaround,
    exclusion: excludes.unreported,
  }),
  exam_minutes_median: quantileOfMinutes({
    label: { en: 'Exam time, median', zh: '检查时长中位数' },
    value: examMedian!,
    n: examTimes,
    span: between.exam,
  }),
})
