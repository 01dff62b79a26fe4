import type { LibraryQuery } from '../library/types.ts'
import { STALE_BOOKINGS_SHARE, throughputMetrics as m } from './throughput-metrics.ts'

const THROUGHPUT = 'throughput'

export const throughputQueries: LibraryQuery[] = [
  {
    id: 'exams_by_hour_of_week',
    topic: THROUGHPUT,
    title_en: 'Exams started by hour of the week',
    title_zh: '一周各时段的检查开始数',
    description_en:
      'When the rooms are busy: performed exams by local weekday (1 = Monday) and hour. Draw it as a heat map.',
    description_zh: '机房何时繁忙：按当地星期（1 = 星期一）和小时统计已完成检查。适合画成热力图。',
    tables: ['exam', 'center'],
    sql: `-- Instants are UTC; each center's own time zone makes them local.
SELECT isodow(e.started_at AT TIME ZONE c.time_zone) AS weekday,
       hour(e.started_at AT TIME ZONE c.time_zone) AS hour,
       count(*) AS exams
FROM exam AS e
JOIN center AS c USING (center_code)
WHERE e.performed AND e.started_at IS NOT NULL
  AND ($center::VARCHAR IS NULL OR e.center_code = $center)
  AND ($modality::VARCHAR IS NULL OR e.modality = $modality)
GROUP BY weekday, hour
ORDER BY weekday, hour`,
  },
  {
    id: 'utilization_by_scanner_and_weekday',
    topic: THROUGHPUT,
    title_en: 'Room utilization by scanner and weekday',
    title_zh: '各设备各星期的机房利用率',
    description_en:
      'Occupied minutes inside staffed hours over available minutes. Sums are divided, never rates averaged: a short Saturday must not weigh as much as a Monday.',
    description_zh: '排班时段内的占用分钟除以可用分钟。先求和再相除，而不是平均比率：周六半天不应与周一等重。',
    tables: ['mart.scanner_day'],
    sql: `SELECT scanner_id,
       isodow(day) AS weekday,
       ${m.utilization_rate.formula} AS utilization_rate,
       sum(available_minutes) AS available_minutes
FROM mart.scanner_day
WHERE ($from::DATE IS NULL OR day >= $from::DATE)
  AND ($to::DATE IS NULL OR day < $to::DATE)
  AND ($center::VARCHAR IS NULL OR center_code = $center)
GROUP BY scanner_id, weekday
ORDER BY scanner_id, weekday`,
  },
  {
    id: 'turnaround_quantiles',
    topic: THROUGHPUT,
    title_en: 'Turnaround quantiles over exams',
    title_zh: '报告周转时间分位数（按检查）',
    description_en:
      'Median and 90th percentile from end of exam to report, over exams and never over daily medians; with what is still unreported, since a backlog makes turnaround look good.',
    description_zh:
      '从检查结束到报告的中位数和 90 分位，按检查而非按日中位数计算；并列出尚未报告数，因为积压会使周转看起来很好。',
    tables: ['exam'],
    sql: `SELECT center_code, modality,
       count(*) AS exams_performed,
       count(*) FILTER (WHERE reported_at IS NULL) AS unreported,
       ${m.turnaround_minutes_median.formula} AS turnaround_minutes_median,
       ${m.turnaround_minutes_p90.formula} AS turnaround_minutes_p90
FROM exam
WHERE performed
  AND ($from::DATE IS NULL OR day >= $from::DATE)
  AND ($to::DATE IS NULL OR day < $to::DATE)
GROUP BY center_code, modality
ORDER BY turnaround_minutes_p90 DESC NULLS LAST`,
  },
  {
    id: 'no_show_rate',
    topic: THROUGHPUT,
    title_en: 'No-show rate with what was due',
    title_zh: '爽约率及应到预约数',
    description_en:
      'No-shows among bookings that were due. Walk-ins and future bookings are in neither number; beyond 5 % stale bookings no rate is shown.',
    description_zh: '应到预约中的爽约。临时就诊和未来预约均不计入；过期未处理预约超过 5 % 时不显示比率。',
    tables: ['mart.center_day', 'center'],
    sql: `SELECT d.center_code, c.name_en,
       sum(bookings_due) AS bookings_due,
       sum(no_shows_due) AS no_shows_due,
       sum(stale_bookings) AS stale_bookings,
       CASE WHEN sum(stale_bookings) <= ${STALE_BOOKINGS_SHARE} * sum(bookings_due)
            THEN ${m.no_show_rate.formula} END AS no_show_rate
FROM mart.center_day AS d
JOIN center AS c USING (center_code)
WHERE ($from::DATE IS NULL OR d.day >= $from::DATE)
  AND ($to::DATE IS NULL OR d.day < $to::DATE)
  AND ($modality::VARCHAR IS NULL OR d.modality = $modality)
GROUP BY d.center_code, c.name_en
ORDER BY no_show_rate DESC NULLS LAST`,
  },
]
