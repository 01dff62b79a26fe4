import { defineMetric, type Metric } from '../metric/define.ts'
import { excludes, grain } from '../metric/words.ts'

const pages: Metric['pages'] = ['overview', 'throughput', 'center']

export const throughputMetrics: Metric[] = [
  defineMetric({
    id: 'exams_performed',
    label: { en: 'Exams performed', zh: '完成检查量' },
    short: { en: 'Exams completed or reported, by local day.', zh: '按当地日期统计的已完成或已报告检查。' },
    unit: 'count',
    grain: grain.exam,
    definition: {
      en: 'Exams with status completed or reported whose local day lies in the period. The local day is that of the start, else of the planned time.',
      zh: '状态为已完成或已报告、且当地日期落在所选期间内的检查。当地日期取开始时间，缺失时取预约时间。',
    },
    formula: 'sum(exams_performed)',
    source: ['mart.center_day'],
    exclusions: [{ en: 'Aborted, cancelled and missed exams', zh: '中止、取消与爽约的检查' }],
    better: 'higher',
    pages: [...pages, 'profitability'],
  }),
  defineMetric({
    id: 'exams_scheduled',
    label: { en: 'Exams scheduled', zh: '预约检查量' },
    short: { en: 'All exams but the cancelled.', zh: '除已取消外的全部检查。' },
    unit: 'count',
    grain: grain.exam,
    definition: { en: 'All exams of the period but the cancelled ones.', zh: '期间内除已取消外的全部检查。' },
    formula: 'sum(exams_scheduled)',
    source: ['mart.center_day'],
    better: null,
    pages: ['throughput'],
  }),
  ...(
    [
      ['no_shows', 'No-shows', '爽约数', 'Patients who did not come.', '患者未到检的检查。'],
      ['cancellations', 'Cancellations', '取消数', 'Cancelled exams.', '已取消的检查。'],
      ['repeats', 'Repeats', '重复检查数', 'Performed exams that repeat another.', '作为重复检查完成的检查。'],
      [
        'unreported',
        'Unreported',
        '未出报告',
        'Performed exams without a final report.',
        '已完成但尚无最终报告的检查。',
      ],
      [
        'out_of_hours_exams',
        'Out-of-hours exams',
        '非排班时段检查',
        "Performed exams that started outside the scanner's staffed windows.",
        '在设备排班时段以外开始的检查。',
      ],
    ] as const
  ).map(([id, en, zh, shortEn, shortZh]) =>
    defineMetric({
      id,
      label: { en, zh },
      short: { en: shortEn, zh: shortZh },
      unit: 'count',
      grain: grain.exam,
      definition: { en: shortEn, zh: shortZh },
      formula: `sum(${id})`,
      source: ['mart.center_day'],
      better: id === 'out_of_hours_exams' ? null : 'lower',
      pages: ['throughput', 'center'],
    }),
  ),
  defineMetric({
    id: 'utilization_rate',
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
    formula: 'sum(occupied_in_hours_minutes) / sum(available_minutes)',
    source: ['mart.scanner_day'],
    exclusions: [excludes.unknownHours, excludes.outOfHours],
    better: 'higher',
    // Its n is minutes, not exams: one staffed hour is enough to speak of.
    minimumCount: 60,
    pages,
  }),
  defineMetric({
    id: 'no_show_rate',
    label: { en: 'No-show rate', zh: '爽约率' },
    short: { en: 'No-shows among bookings that were due.', zh: '到期预约中的爽约占比。' },
    unit: 'rate',
    grain: grain.booking,
    definition: {
      en: 'No-shows divided by bookings due: not cancelled, ordered on an earlier day, and scheduled before the center last reported. No rate is shown when more than 5 % of due bookings are still open 24 hours after their time.',
      zh: '爽约数除以到期预约：未取消、开单日早于预约日、且预约时间早于中心最近一次上报。若超过 5% 的到期预约在 24 小时后仍未更新状态，则不显示比率。',
    },
    formula: 'sum(no_shows_due) / sum(bookings_due)',
    source: ['mart.center_day'],
    exclusions: [excludes.walkIns],
    better: 'lower',
    pages,
  }),
  defineMetric({
    id: 'repeat_rate',
    label: { en: 'Repeat rate', zh: '重复检查率' },
    short: { en: 'Performed exams that repeat another.', zh: '完成检查中重复检查的占比。' },
    unit: 'rate',
    grain: grain.exam,
    definition: { en: 'Repeats divided by performed exams.', zh: '重复检查数除以完成检查量。' },
    formula: 'sum(repeats) / sum(exams_performed)',
    source: ['mart.center_day'],
    better: 'lower',
    pages: ['throughput', 'center'],
  }),
  defineMetric({
    id: 'unreported_rate',
    label: { en: 'Unreported share', zh: '未出报告占比' },
    short: { en: 'Performed exams without a final report.', zh: '完成检查中尚无最终报告的占比。' },
    unit: 'rate',
    grain: grain.exam,
    definition: {
      en: 'Unreported divided by performed exams. It stands beside turnaround, since a backlog makes turnaround look good.',
      zh: '未出报告数除以完成检查量。与报告周转并列显示，因为积压会使周转看起来更好。',
    },
    formula: 'sum(unreported) / sum(exams_performed)',
    source: ['mart.center_day'],
    better: 'lower',
    pages: ['overview', 'throughput'],
  }),
  defineMetric({
    id: 'down_share',
    label: { en: 'Down time', zh: '停机占比' },
    short: { en: 'Staffed time in state down or service.', zh: '排班时间中处于停机或维护状态的占比。' },
    unit: 'rate',
    grain: grain.scanner,
    definition: {
      en: 'Minutes of the staffed windows in state down or service, divided by staffed minutes.',
      zh: '排班时段内处于 down 或 service 状态的分钟数除以排班分钟数。',
    },
    formula: 'sum(down_minutes) / sum(staffed_minutes)',
    source: ['mart.scanner_day'],
    better: 'lower',
    minimumCount: 60,
    pages: ['overview', 'throughput'],
  }),
  defineMetric({
    id: 'out_of_hours_rate',
    label: { en: 'Out-of-hours share', zh: '非排班时段占比' },
    short: { en: 'Performed exams that started outside staffed windows.', zh: '在排班时段以外开始的检查占比。' },
    unit: 'rate',
    grain: grain.exam,
    definition: { en: 'Out-of-hours exams divided by performed exams.', zh: '非排班时段检查数除以完成检查量。' },
    formula: 'sum(out_of_hours_exams) / sum(exams_performed)',
    source: ['mart.center_day'],
    better: null,
    pages: ['throughput', 'center'],
  }),
  ...(
    [
      ['wait_minutes_median', 'Wait, median', '候检时间中位数', 'started_at − arrived_at', 0.5],
      ['wait_minutes_p90', 'Wait, 90th percentile', '候检时间 P90', 'started_at − arrived_at', 0.9],
      ['turnaround_minutes_median', 'Turnaround, median', '报告周转中位数', 'reported_at − completed_at', 0.5],
      ['turnaround_minutes_p90', 'Turnaround, 90th percentile', '报告周转 P90', 'reported_at − completed_at', 0.9],
      ['exam_minutes_median', 'Exam time, median', '检查时长中位数', 'completed_at − started_at', 0.5],
    ] as const
  ).map(([id, en, zh, difference, share]) =>
    defineMetric({
      id,
      label: { en, zh },
      short: {
        en: `Minutes, ${difference}, over the exams of the period.`,
        zh: `期间内检查的分钟数：${difference}。`,
      },
      unit: 'minutes',
      grain: grain.exam,
      definition: {
        en: 'Continuous (linearly interpolated) quantile over the performed exams of the period that have both times, never over daily medians.',
        zh: '对期间内两个时间点齐全的完成检查取连续（线性插值）分位数，绝不对每日中位数再取中位数。',
      },
      formula: `quantile_cont(${difference}, ${share})`,
      source: ['main.exam'],
      exclusions: id.startsWith('turnaround')
        ? [excludes.notPerformed, excludes.unreported]
        : [excludes.notPerformed, excludes.missingTimes],
      better: 'lower',
      minimumCount: 5,
      pages,
    }),
  ),
]
