-- grain: no-show whose scanner is known and whose slot is near a dirty day; a slot may last longer than a day
WITH missed AS (
  SELECT e.center_code, s.scanner_id, e.day, e.scheduled_at, e.scheduled_minutes, e.protocol_code
  FROM main.exam e
  SEMI JOIN chunk_center k ON k.center_code = e.center_code
  JOIN main.scanner s ON s.scanner_id = coalesce(e.scheduled_scanner_id, e.scanner_id) AND s.center_code = e.center_code
  WHERE e.status = 'no_show' AND e.scheduled_at < {{to}}
),
in_force AS (
  SELECT m.protocol_code, m.day, arg_max(coalesce(p.target_minutes, 30), p.version) AS target
  FROM (SELECT DISTINCT protocol_code, day FROM missed WHERE scheduled_minutes IS NULL) m
  JOIN main.protocol p ON p.protocol_code = m.protocol_code
    AND coalesce(p.effective_from <= m.day, true) AND coalesce(p.effective_to >= m.day, true)
  GROUP BY ALL
),
slot AS (
  SELECT m.center_code, m.scanner_id, epoch_us(m.scheduled_at) AS start_us,
    epoch_us(m.scheduled_at) + CAST(round(coalesce(m.scheduled_minutes, f.target, 30) * 60000000) AS BIGINT) AS end_us
  FROM missed m LEFT JOIN in_force f ON f.protocol_code = m.protocol_code AND f.day = m.day
)
SELECT * FROM slot WHERE end_us > start_us AND make_timestamptz(end_us) > {{from}}
