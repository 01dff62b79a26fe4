-- grain: center, local day and modality
WITH dated AS (
  SELECT e.*, c.time_zone, a.newest_updated_at, z.start_us AS scheduled_day_us, h.is_known AND w.scanner_id IS NULL AS is_outside
  FROM main.exam e
  SEMI JOIN chunk_day d ON d.center_code = e.center_code AND d.day = e.day
  JOIN main.center c ON c.center_code = e.center_code
  LEFT JOIN center_as_of a ON a.center_code = e.center_code
  LEFT JOIN zone_day_lookup z ON z.time_zone = c.time_zone AND z.utc_day = utc_day(epoch_us(e.scheduled_at))
    AND epoch_us(e.scheduled_at) >= z.start_us AND epoch_us(e.scheduled_at) < z.end_us
  LEFT JOIN scanner_hours h ON h.scanner_id = e.scanner_id AND h.day = e.day
  LEFT JOIN staffed_window w ON w.scanner_id = e.scanner_id AND w.day = e.day
    AND epoch_us(e.started_at) >= w.start_us AND epoch_us(e.started_at) < w.end_us
  WHERE e.{{days}}
),
judged AS (
  SELECT *,
    minutes(epoch_us(started_at) - epoch_us(arrived_at)) AS wait_minutes,
    minutes(epoch_us(reported_at) - epoch_us(completed_at)) AS turnaround_minutes,
    minutes(epoch_us(completed_at) - epoch_us(started_at)) AS exam_minutes,
    CASE
      WHEN ordered_at IS NULL THEN referral_source IS DISTINCT FROM 'walk_in'
      WHEN scheduled_day_us IS NOT NULL THEN epoch_us(ordered_at) < scheduled_day_us
      ELSE CAST(timezone(time_zone, ordered_at) AS DATE) < CAST(timezone(time_zone, scheduled_at) AS DATE)
    END AND status <> 'cancelled' AND scheduled_at < newest_updated_at AS is_due
  FROM dated
)
SELECT day, center_code, modality,
  count(*) FILTER (status <> 'cancelled') AS exams_scheduled,
  count(*) FILTER (performed) AS exams_performed,
  count(*) FILTER (status = 'no_show') AS no_shows,
  count(*) FILTER (status = 'cancelled') AS cancellations,
  count(*) FILTER (performed AND repeat_of IS NOT NULL) AS repeats,
  quantile_cont(wait_minutes, 0.5) FILTER (performed) AS wait_minutes_median,
  (quantile_cont(turnaround_minutes, [0.5, 0.9]) FILTER (performed))[1] AS turnaround_minutes_median,
  (quantile_cont(turnaround_minutes, [0.5, 0.9]) FILTER (performed))[2] AS turnaround_minutes_p90,
  quantile_cont(exam_minutes, 0.5) FILTER (performed) AS exam_minutes_median,
  count(*) FILTER (performed AND is_outside) AS out_of_hours_exams,
  count(*) FILTER (performed AND reported_at IS NULL) AS unreported,
  count(*) FILTER (is_due) AS bookings_due,
  count(*) FILTER (is_due AND status = 'no_show') AS no_shows_due,
  count(*) FILTER (status = 'scheduled' AND epoch_us(scheduled_at) + 86400000000 <= epoch_us(newest_updated_at)) AS stale_bookings
FROM judged
GROUP BY day, center_code, modality
ORDER BY day, center_code, modality
