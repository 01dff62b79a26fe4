import type { Check } from '../check.ts'

/**
 * A clock that is off moves the first series against the exam's start and the last series against its end by the same
 * amount in opposite directions; late starts of a technologist or long set-ups move only one. So an offset is what both
 * ends agree on, each against what is usual for that protocol in the network, which takes the set-up out. Where every exam
 * begins after its first series has begun, the clock is off whatever others do.
 */
export const clock: Check[] = [
  {
    id: 'scanner_clock_off',
    severity: 'warn',
    measures:
      'minutes by which the log of a scanner runs ahead of (+) or behind (−) the RIS, by the medians of the last week',
    thresholds: { minutes: 2, least_n: 20 },
    grain: 'scanner',
    findings: (setting) => `
      WITH span AS (
        SELECT center_code, accession_no, min(scanner_id) AS scanner_id, min(epoch_us(started_at)) AS s, max(epoch_us(ended_at)) AS t
        FROM check_series GROUP BY ALL
      ),
      lead AS (
        SELECT e.center_code, e.scanner_id, e.modality, e.protocol_code,
          (s - epoch_us(e.started_at)) / 60e6 AS before, (epoch_us(e.completed_at) - t) / 60e6 AS after
        FROM (FROM recent_exam, check_now WHERE performed AND day > newest_day - 7 AND day <= newest_day AND started_at IS NOT NULL) e
        JOIN span USING (center_code, accession_no, scanner_id)
      ),
      usual AS (SELECT modality, protocol_code, median(before) AS before, median(after) AS after FROM lead GROUP BY ALL),
      scanner AS (
        SELECT l.center_code, l.scanner_id, count(*) AS n, median(l.before) AS before, median(l.after) AS after,
          median(l.before - u.before) AS d_before, median(u.after - l.after) AS d_after
        FROM lead l JOIN usual u ON u.modality = l.modality AND u.protocol_code IS NOT DISTINCT FROM l.protocol_code GROUP BY ALL
      ),
      offset_of AS (
        SELECT *, CASE WHEN abs(agreed) >= abs(certain) THEN agreed ELSE certain END AS minutes
        FROM (SELECT *,
          CASE WHEN sign(d_before) = sign(d_after) THEN sign(d_before) * least(abs(d_before), abs(d_after)) ELSE 0 END AS agreed,
          CASE WHEN before < 0 AND coalesce(after > 0, true) THEN before WHEN after < 0 AND before > 0 THEN -after ELSE 0 END AS certain
          FROM scanner)
      )
      SELECT 'scanner_log' AS feed, center_code, scanner_id AS subject, minutes AS measured, ${setting('minutes')} AS expected,
        n || ' exams' AS detail
      FROM offset_of WHERE n >= ${setting('least_n')} AND abs(minutes) > ${setting('minutes')}`,
    next: "Set the scanner's clock by the same time server as the RIS; until then its scanning minutes fall beside its exams.",
  },
]
