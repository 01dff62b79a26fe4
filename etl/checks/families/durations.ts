import type { Check } from '../check.ts'

export const durations: Check[] = [
  {
    id: 'exam_minutes_implausible',
    severity: 'warn',
    measures:
      "share of the last week's exams shorter than `low` or longer than `high` times the usual: the median of the network's exams of that protocol or procedure, where they are few the protocol's target",
    thresholds: { low: 0.2, high: 6, share: 0.05, least_n: 20, median_least_n: 20 },
    grain: 'center',
    findings: (setting) => `
      WITH exam AS (
        SELECT e.center_code, e.protocol_code, coalesce(e.protocol_code, e.procedure_code, e.modality) AS kind, e.modality,
          (epoch_us(completed_at) - epoch_us(started_at)) / 60e6 AS minutes
        FROM recent_exam e, check_now WHERE performed AND day > newest_day - 7 AND day <= newest_day AND started_at IS NOT NULL AND completed_at IS NOT NULL
      ),
      usual AS (SELECT modality, kind, median(minutes) AS usual, count(*) AS n FROM exam GROUP BY ALL),
      target AS (SELECT protocol_code, arg_max(target_minutes, version) AS target FROM main.protocol WHERE target_minutes > 0 GROUP BY 1),
      judged AS (
        SELECT e.center_code, minutes, CASE WHEN u.n >= ${setting('median_least_n', 'e.center_code')} THEN u.usual ELSE coalesce(t.target, u.usual) END AS usual
        FROM exam e JOIN usual u ON u.modality = e.modality AND u.kind IS NOT DISTINCT FROM e.kind
        LEFT JOIN target t ON t.protocol_code = e.protocol_code
      ),
      counted AS (
        SELECT center_code, count(*) AS n, count(*) FILTER (minutes <= ${setting('low')} * usual OR minutes >= ${setting('high')} * usual) AS k
        FROM judged WHERE usual > 0 GROUP BY 1
      )
      SELECT 'exams' AS feed, center_code, k / n AS measured, ${setting('share')} AS expected, k || ' of ' || n AS detail
      FROM counted WHERE n >= ${setting('least_n')} AND k / n > ${setting('share')}`,
    next: 'Start or end may be stamped when the list is opened or the report is written: have the center stamp when the patient is on and off the table.',
  },
]
