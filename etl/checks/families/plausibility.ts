import type { Check } from '../check.ts'

/** Text that was decoded by the wrong table: the replacement character, its GBK reading, uninitialised memory, UTF-8 as Latin-1. */
const isGarbled = (column: string) =>
  `(contains(${column}, chr(65533)) OR contains(${column}, '锟斤拷') OR contains(${column}, '烫烫') OR regexp_matches(${column}, '[ÃÂäåæçèé][\\x{0080}-\\x{00BF}]'))`

const garbled = (feed: string, table: string, column: string, where: string) =>
  `SELECT '${feed}' AS feed, center_code, '${table}.${column}' AS subject, count(*) AS measured, any_value(0) AS expected
   FROM main.${table}, check_now WHERE ${where} AND ${isGarbled(column)} GROUP BY ALL`

const reference = (table: string, columns: string[]) =>
  columns
    .map(
      (column) =>
        `SELECT 'reference' AS feed, NULL, '${table}.${column}', count(*), 0 FROM main.${table} WHERE ${isGarbled(column)} HAVING count(*) > 0`,
    )
    .join(' UNION ALL ')

export const plausibility: Check[] = [
  {
    id: 'exam_days_plausible',
    severity: 'warn',
    measures: 'performed exams before 1990, after the day of the run, or dated after they were last changed',
    thresholds: {},
    grain: 'center and day',
    findings: () => `
      WITH odd AS (
        SELECT center_code, day, sum(exams_performed) AS n FROM mart.center_day, check_now
        WHERE exams_performed > 0 AND (day < DATE '1990-01-01' OR day > today + 1) GROUP BY ALL
        UNION
        SELECT center_code, day, count(*) FROM recent_exam, check_now
        WHERE performed AND day >= newest_day - 92 AND day > CAST(updated_at AS DATE) + 1 GROUP BY ALL
      )
      SELECT 'exams' AS feed, center_code, CAST(day AS VARCHAR) AS subject, max(n) AS measured, 0 AS expected FROM odd GROUP BY ALL`,
    next: 'The network has a day for every date between its first and last performed exam: correct the start at the source.',
  },
  {
    id: 'repetition_time_unit',
    severity: 'warn',
    measures:
      "share of a scanner's MR series of the last days whose RepetitionTime is shorter than their EchoTime, as seconds among milliseconds are (of many series a fixed part is looked at)",
    thresholds: { share: 0.01, least_n: 10 },
    grain: 'scanner',
    findings: (setting) => `
      WITH part AS (SELECT greatest(1, count(*) // 200000) AS n FROM check_series),
      pair AS (
        SELECT a.center_code, a.scanner_id, json_extract_string(parameters, ['RepetitionTime', 'EchoTime']) AS times
        FROM main.acquisition a SEMI JOIN (FROM main.scanner WHERE modality = 'MR') s ON s.scanner_id = a.scanner_id, check_now, part
        WHERE a.started_at >= newest_day - 3 AND a.started_at < newest_day + 2 AND hash(a.event_id) % part.n = 0
      ),
      read AS (SELECT center_code, scanner_id, TRY_CAST(times[1] AS DOUBLE) AS tr, TRY_CAST(times[2] AS DOUBLE) AS te FROM pair),
      counted AS (SELECT center_code, scanner_id, count(*) AS n, count(*) FILTER (tr < te) AS k FROM read WHERE tr > 0 AND te > 0 GROUP BY ALL)
      SELECT 'scanner_log' AS feed, center_code, scanner_id AS subject, k / n AS measured, ${setting('share')} AS expected, k || ' of ' || n AS detail
      FROM counted WHERE n >= ${setting('least_n')} AND k / n > ${setting('share')}`,
    next: 'Have the log export send RepetitionTime and EchoTime in milliseconds, as in the DICOM header.',
  },
  {
    id: 'dose_unit',
    severity: 'warn',
    measures:
      "share of a scanner's series of the last week whose CTDIvol or DLP is out of range, or whose scan length (DLP ÷ CTDIvol, cm) is",
    thresholds: {
      share: 0.01,
      least_n: 10,
      ctdi_vol_max_mgy: 300,
      dlp_max_mgy_cm: 20000,
      length_min_cm: 0.5,
      length_max_cm: 300,
    },
    grain: 'scanner',
    findings: (setting) => `
      WITH counted AS (
        SELECT center_code, scanner_id, count(*) AS n, count(*) FILTER (
          ctdi_vol < 0 OR ctdi_vol > ${setting('ctdi_vol_max_mgy')} OR dlp < 0 OR dlp > ${setting('dlp_max_mgy_cm')}
          OR (ctdi_vol > 0 AND dlp > 0 AND dlp / ctdi_vol NOT BETWEEN ${setting('length_min_cm')} AND ${setting('length_max_cm')})) AS k
        FROM check_series WHERE ctdi_vol IS NOT NULL OR dlp IS NOT NULL GROUP BY ALL
      )
      SELECT 'scanner_log' AS feed, center_code, scanner_id AS subject, k / n AS measured, ${setting('share')} AS expected, k || ' of ' || n AS detail
      FROM counted WHERE n >= ${setting('least_n')} AND k / n > ${setting('share')}`,
    next: 'Have the log export send CTDIvol in mGy and DLP in mGy·cm: cGy and mGy·m are ten and a hundred times smaller.',
  },
  {
    id: 'text_garbled',
    severity: 'warn',
    measures: 'rows of the last week, and of the reference data, whose text was read in a wrong encoding',
    thresholds: {},
    grain: 'center and column',
    findings: () =>
      [
        ...['body_part', 'procedure_code', 'protocol_code'].map((c) =>
          garbled('exams', 'exam', c, 'day > newest_day - 7'),
        ),
        garbled('scanner_log', 'acquisition', 'step', 'started_at >= newest_day - 7'),
        ...['payer_name', 'procedure_code', 'denial_code'].map((c) =>
          garbled('billing', 'charge', c, 'service_date > newest_day - 7'),
        ),
        reference('center', ['name_zh', 'name_en', 'province', 'city']),
        reference('finding', ['name_zh', 'name_en']),
        reference('ai_product', ['name_zh', 'name_en']),
        reference('procedure', ['name_zh', 'name_en']),
      ].join(' UNION ALL '),
    next: 'Have the file sent as UTF-8 (or GB18030 throughout) and send it again: corrected rows replace these.',
  },
]
