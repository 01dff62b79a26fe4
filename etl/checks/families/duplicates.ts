import type { Check } from '../check.ts'

export const duplicates: Check[] = [
  {
    id: 'exam_under_two_numbers',
    severity: 'warn',
    measures: 'performed exams that share patient, scanner, procedure and start with another, over the last four weeks',
    thresholds: { exams: 0 },
    grain: 'center',
    findings: (setting) => `
      WITH twin AS (
        SELECT center_code, any_value(day) AS day, count(*) - 1 AS extra FROM recent_exam, check_now
        WHERE performed AND day > newest_day - 28 AND patient_key IS NOT NULL AND started_at IS NOT NULL
        GROUP BY center_code, patient_key, scanner_id, procedure_code, started_at HAVING count(*) > 1
      ),
      counted AS (SELECT center_code, sum(extra) AS extra, min(day) AS first_day, max(day) AS last_day FROM twin GROUP BY 1)
      SELECT 'exams' AS feed, center_code, extra AS measured, ${setting('exams')} AS expected, 'days ' || first_day || '…' || last_day AS detail
      FROM counted WHERE extra > ${setting('exams')}`,
    next: 'One exam under two accession numbers counts twice: have the RIS merge or cancel one.',
  },
  {
    id: 'charge_under_two_ids',
    severity: 'warn',
    measures:
      'share of active charge lines that repeat exam, procedure, date, payer and amount of another line, over the last four weeks',
    thresholds: { share: 0.005 },
    grain: 'center',
    findings: (setting) => `
      WITH same AS (
        SELECT center_code, count(*) AS lines FROM recent_charge, check_now
        WHERE service_date > newest_day - 28 AND service_date <= newest_day AND status NOT IN ('void', 'denied', 'refunded') AND charge_amount > 0
        GROUP BY center_code, accession_no, procedure_code, service_date, payer_class, charge_amount
      ),
      counted AS (SELECT center_code, sum(lines) AS n, sum(lines - 1) AS k FROM same GROUP BY 1)
      SELECT 'billing' AS feed, center_code, k / n AS measured, ${setting('share')} AS expected, k || ' of ' || n || ' lines' AS detail
      FROM counted WHERE k / n > ${setting('share')}`,
    next: 'A line that came under a new charge_id is counted twice: have billing send the old one as void.',
  },
  {
    id: 'file_sent_again',
    severity: 'warn',
    measures: 'times that a content which came again in this run has come in all',
    thresholds: { times: 3 },
    grain: 'feed and content',
    findings: (setting) => `
      WITH again AS (SELECT DISTINCT sha256, feed FROM run_file WHERE status = 'duplicate'),
      counted AS (
        SELECT feed, count(*) AS n, max(path) AS path
        FROM (SELECT sha256, feed, path FROM ops.source_file UNION SELECT sha256, feed, path FROM run_file)
        SEMI JOIN again USING (sha256, feed) GROUP BY feed, sha256
      )
      SELECT feed, path AS subject, n AS measured, ${setting('times')} AS expected FROM counted WHERE n > ${setting('times')}`,
    next: 'Nothing is counted twice, but the export repeats itself: have the sender mend it.',
  },
  {
    id: 'file_contradicts_itself',
    severity: 'warn',
    measures: 'keys of which a file of this run has several rows, equal in updated_at but different otherwise',
    thresholds: { keys: 0 },
    grain: 'file',
    findings: (setting) => `
      SELECT feed, path AS subject, sum(n) AS measured, ${setting('keys')} AS expected
      FROM run_contradiction JOIN run_file USING (file_id) GROUP BY feed, path HAVING sum(n) > ${setting('keys')}`,
    next: 'Of such rows the last one counts: have the export give each key once, or a later updated_at to the newer row.',
  },
]
