import { defineMetrics, type MetricSpec, type Text } from '../metric/define.ts'
import { combined, known as ofKnown, type Expression } from '../metric/expression.ts'
import { bookedSlot, knownDay, scannerDay, scannerLedger } from '../metric/sources.ts'
import { excludes, grain } from '../metric/words.ts'

const pages = ['throughput'] as const
const staffed = scannerLedger.amount('staffed_minutes')
const known = [excludes.unknownHours]

const minutesOf = (column: string, label: Text, short: Text) =>
  ({
    kind: 'amount',
    value: scannerLedger.amount(column),
    unknown: 'hours_unknown',
    label,
    short,
    unit: 'minutes',
    grain: grain.scanner,
    definition: short,
    exclusions: known,
    better: null,
    pages,
  }) as const satisfies MetricSpec

const shareOf = (column: string, label: Text, better: 'higher' | 'lower' | null) =>
  ({
    kind: 'ratio',
    numerator: scannerLedger.amount(column),
    denominator: staffed,
    unknown: 'hours_unknown',
    label,
    short: { en: `${column} ÷ staffed_minutes.`, zh: `${column} 除以排班分钟（staffed_minutes）。` },
    unit: 'rate',
    grain: grain.scanner,
    definition: {
      en: 'Minutes of the class divided by staffed minutes, both summed over scanners and days.',
      zh: '该类分钟数除以排班分钟数，均先对设备与日期求和。',
    },
    exclusions: known,
    better,
    minimumCount: 60,
    pages,
  }) as const satisfies MetricSpec

/** Minutes of a day of 24 hours; a day on which clocks change counts as one too. */
const wholeDays = combined(
  [knownDay.rows('known_days')],
  ([days]) => `(1440 * ${days})`,
  ofKnown((days) => 1440 * days!),
)
const openHours = combined(
  [knownDay.amount('staffed_minutes', { as: 'open_minutes' })],
  ([m]) => `(${m} / 60)`,
  ofKnown((minutes) => minutes! / 60),
)

interface Definition {
  label: Text
  definition: Text
  numerator: Expression
  denominator: Expression
  unit?: 'rate' | 'coefficient'
}

const utilization = ({ label, definition, numerator, denominator, unit = 'rate' }: Definition) =>
  ({
    kind: 'ratio',
    numerator,
    denominator,
    unknown: 'no_denominator',
    label,
    short: definition,
    unit,
    grain: grain.scanner,
    definition,
    exclusions: known,
    better: null,
    minimumCount: unit === 'rate' ? 60 : 1,
    pages,
  }) as const satisfies MetricSpec

/** Where staffed minutes went, and the other ways in which people count the use of a room. */
export const ledgerMetrics = defineMetrics({
  staffed_minutes: minutesOf(
    'staffed_minutes',
    { en: 'Staffed', zh: '排班' },
    { en: 'Length of the staffed windows: the six classes together.', zh: '排班时段总长，等于六类之和。' },
  ),
  acquiring_minutes: minutesOf(
    'acquiring_minutes',
    { en: 'Acquiring', zh: '采集' },
    { en: 'Staffed minutes within a series.', zh: '排班时段内正在采集序列的分钟。' },
  ),
  on_table_minutes: minutesOf(
    'on_table_minutes',
    { en: 'On the table', zh: '在床未采集' },
    { en: 'A patient on the table, no series running.', zh: '患者在床但没有序列在采集。' },
  ),
  turnover_minutes: minutesOf(
    'turnover_minutes',
    { en: 'Turnover', zh: '换人' },
    { en: 'In a gap of at most 20 minutes between two patients.', zh: '两位患者之间不超过 20 分钟的间隔。' },
  ),
  no_show_minutes: minutesOf(
    'no_show_minutes',
    { en: 'No-show slots', zh: '爽约空档' },
    { en: 'In the slot of a patient who did not come.', zh: '爽约患者的预约时段。' },
  ),
  idle_minutes: minutesOf(
    'idle_minutes',
    { en: 'Idle', zh: '空闲' },
    { en: 'Staffed, and none of the other classes.', zh: '排班时段内不属于其他任何一类的分钟。' },
  ),
  down_minutes: minutesOf(
    'down_minutes',
    { en: 'Down', zh: '停机' },
    { en: 'Staffed minutes in state down or service.', zh: '排班时段内处于停机或维护状态的分钟。' },
  ),
  off_hours_minutes: minutesOf(
    'off_hours_minutes',
    { en: 'Off hours', zh: '排班以外' },
    { en: 'A patient on the table outside the staffed windows.', zh: '排班时段以外患者在床的分钟。' },
  ),
  acquiring_share: shareOf('acquiring_minutes', { en: 'Acquiring, share', zh: '采集占比' }, 'higher'),
  on_table_share: shareOf('on_table_minutes', { en: 'On the table, share', zh: '在床未采集占比' }, null),
  turnover_share: shareOf('turnover_minutes', { en: 'Turnover, share', zh: '换人占比' }, 'lower'),
  no_show_share: shareOf('no_show_minutes', { en: 'No-show slots, share', zh: '爽约空档占比' }, 'lower'),
  idle_share: shareOf('idle_minutes', { en: 'Idle, share', zh: '空闲占比' }, 'lower'),
  acquisition_utilization_rate: utilization({
    label: { en: 'Acquisition (beam-on)', zh: '采集利用率' },
    definition: {
      en: 'Staffed minutes within a series, divided by staffed minutes less down time.',
      zh: '排班时段内的采集分钟除以排班分钟减停机分钟。',
    },
    numerator: scannerLedger.amount('acquiring_minutes'),
    denominator: knownDay.amount('available_minutes', { as: 'known_available_minutes' }),
  }),
  day_utilization_rate: utilization({
    label: { en: 'Of 24 hours', zh: '24 小时利用率' },
    definition: {
      en: 'All minutes with a patient on the table, staffed or not, divided by 24 hours for each day on which the scanner was staffed or used.',
      zh: '全部患者在床分钟（不论是否排班）除以设备有排班或有使用的每一天的 24 小时。',
    },
    numerator: knownDay.amount('occupied_minutes', { as: 'known_occupied_minutes' }),
    denominator: wholeDays,
  }),
  slot_utilization_rate: utilization({
    label: { en: 'Booked slots', zh: '预约时段利用率' },
    definition: {
      en: 'Length of the booked slots that were not cancelled, divided by staffed minutes. It may exceed 100 %: slots can overlap or lie outside staffed hours. Bookings whose slot has no known length are left out.',
      zh: '未取消的预约时段总长除以排班分钟。可能超过 100 %：时段可能重叠或在排班以外。未知时段长度的预约不计入。',
    },
    numerator: bookedSlot.amount('scheduled_minutes'),
    denominator: knownDay.amount('staffed_minutes', { as: 'open_minutes' }),
  }),
  exams_per_open_hour: utilization({
    label: { en: 'Exams per open hour', zh: '每开放小时检查量' },
    definition: {
      en: 'Performed exams of the scanners, in staffed hours or not, divided by staffed hours.',
      zh: '设备完成的检查量（不论是否排班时段）除以排班小时数。',
    },
    numerator: knownDay.sum('exams_performed', { as: 'known_exams_performed' }),
    denominator: openHours,
    unit: 'coefficient',
  }),
  availability_rate: {
    ...utilization({
      label: { en: 'Availability', zh: '可用率' },
      definition: {
        en: 'Staffed minutes outside state down and service, divided by staffed minutes.',
        zh: '排班时段内不处于停机或维护状态的分钟除以排班分钟。',
      },
      numerator: scannerDay.amount('available_minutes'),
      denominator: scannerDay.amount('staffed_minutes'),
    }),
    better: 'higher',
  },
})
