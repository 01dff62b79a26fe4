import type { Check } from '../check.ts'
import { built, invariant, MONTH, SCANNER_DAY } from './invariant.ts'

/** Invariants of mart.scanner_day, scanner_month and center_day. */
export const martThroughput: Check[] = [
  invariant({
    id: 'utilization_within_bounds',
    measures: 'scanner days whose utilization is not within 0…1',
    grain: 'scanner day',
    bad: `SELECT center_code, ${SCANNER_DAY} AS subject, utilization_rate AS measured, 1 AS expected FROM ${built('scanner_day')}
      WHERE utilization_rate NOT BETWEEN 0 AND 1 + 1e-9`,
  }),
  invariant({
    id: 'scanner_minutes_add_up',
    measures: 'scanner days whose minutes contradict each other or pass a day',
    grain: 'scanner day',
    bad: `SELECT center_code, ${SCANNER_DAY} AS subject FROM ${built('scanner_day')}
      WHERE down_minutes > staffed_minutes + 1e-6 OR abs(staffed_minutes - down_minutes - available_minutes) > 1e-6
        OR occupied_in_hours_minutes > least(available_minutes, occupied_minutes) + 1e-6
        OR least(staffed_minutes, down_minutes, occupied_minutes, scanning_minutes, occupied_in_hours_minutes) < 0
        OR staffed_minutes > 1500 OR occupied_minutes > 1500 OR scanning_minutes > 1500`,
  }),
  invariant({
    id: 'ledger_adds_up',
    severity: 'block',
    measures:
      'scanner days whose classes of minutes are not their staffed minutes, or are negative, or whose ledger is missing',
    grain: 'scanner day',
    bad: `SELECT center_code, ${SCANNER_DAY} AS subject, l.n AS measured, d.staffed_minutes AS expected
      FROM (SELECT center_code, scanner_id, day, staffed_minutes FROM ${built('scanner_day')} WHERE staffed_minutes IS NOT NULL) d
      FULL JOIN (SELECT center_code, scanner_id, day,
          down_minutes + acquiring_minutes + on_table_minutes + turnover_minutes + no_show_minutes + idle_minutes AS n,
          least(down_minutes, acquiring_minutes, on_table_minutes, turnover_minutes, no_show_minutes, idle_minutes, off_hours_minutes) AS low
        FROM ${built('scanner_ledger')}) l USING (center_code, scanner_id, day)
      WHERE abs(l.n - d.staffed_minutes) > 1e-6 OR l.low < 0 OR l.n IS NULL OR d.staffed_minutes IS NULL`,
  }),
  invariant({
    id: 'scanner_days_agree_with_center_days',
    measures: 'center days whose scanners performed more exams than the center',
    grain: 'center day',
    bad: `SELECT center_code, CAST(day AS VARCHAR) AS subject, s.n AS measured, coalesce(c.n, 0) AS expected
      FROM (SELECT center_code, day, sum(exams_performed) AS n FROM ${built('scanner_day')} GROUP BY ALL) s
      LEFT JOIN (SELECT center_code, day, sum(exams_performed) AS n FROM ${built('center_day')} GROUP BY ALL) c USING (center_code, day)
      WHERE s.n > coalesce(c.n, 0)`,
  }),
  invariant({
    id: 'center_day_counts_fit',
    measures: 'center days whose counts pass the exams that they are part of, or are negative',
    grain: 'center day and modality',
    bad: `SELECT center_code, day || ' ' || modality AS subject FROM ${built('center_day')}
      WHERE exams_performed > exams_scheduled OR repeats > exams_performed OR out_of_hours_exams > exams_performed
        OR unreported > exams_performed OR no_shows_due > bookings_due OR no_shows > exams_scheduled OR bookings_due > exams_scheduled
        OR least(exams_scheduled, exams_performed, no_shows, cancellations, bookings_due, stale_bookings) < 0`,
  }),
  invariant({
    id: 'center_day_quantiles_in_order',
    measures: 'center days whose turnaround p90 is below the median, or whose median exam or turnaround is negative',
    grain: 'center day and modality',
    bad: `SELECT center_code, day || ' ' || modality AS subject FROM ${built('center_day')}
      WHERE turnaround_minutes_p90 < turnaround_minutes_median - 1e-6
        OR least(exam_minutes_median, turnaround_minutes_median) < -1e-6`,
  }),
  invariant({
    id: 'capacity_cost_adds_up',
    measures: 'scanner months whose used, down and unused cost are not the whole, or are negative',
    grain: 'scanner month',
    bad: `SELECT center_code, scanner_id || ' ' || ${MONTH} AS subject FROM ${built('scanner_month')}
      WHERE abs(used_capacity_cost + down_capacity_cost + unused_capacity_cost - own_fixed_cost - shared_fixed_cost) > 0.005
        OR (least(own_fixed_cost, shared_fixed_cost) >= 0 AND least(used_capacity_cost, down_capacity_cost, unused_capacity_cost) < -0.005)`,
  }),
  invariant({
    id: 'shared_cost_is_shared_out',
    measures: "center months whose scanners do not carry the center's shared fixed cost, CNY",
    grain: 'center month',
    bad: `WITH carried AS (
        SELECT center_code, month, sum(shared_fixed_cost) AS carried FROM ${built('scanner_month')} WHERE shared_fixed_cost IS NOT NULL GROUP BY ALL
      ),
      ledger AS (
        SELECT center_code, month, sum(amount) AS amount FROM main.cost SEMI JOIN check_month USING (center_code, month)
        WHERE behaviour = 'fixed' AND scanner_id IS NULL GROUP BY ALL
      )
      SELECT center_code, ${MONTH} AS subject, carried AS measured, coalesce(amount, 0) AS expected
      FROM carried LEFT JOIN ledger USING (center_code, month) WHERE abs(carried - coalesce(amount, 0)) > 0.005`,
  }),
]
