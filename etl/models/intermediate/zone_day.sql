-- grain: time zone and local day of the dirty months, with a day on either side; a day that a zone skipped is not there
WITH needed AS (
  SELECT DISTINCT CAST(unnest(generate_series(month - INTERVAL 1 DAY, month + INTERVAL 1 MONTH, INTERVAL 1 DAY)) AS DATE) AS day
  FROM (SELECT DISTINCT month FROM dirty_month)
),
zone AS (
  SELECT DISTINCT time_zone FROM main.center
),
midnight AS (
  SELECT time_zone, day, local_midnight_us(time_zone, day) AS start_us, local_midnight_us(time_zone, day + 1) AS next_us,
    local_midnight_us(time_zone, day + 2) AS after_next_us
  FROM zone CROSS JOIN needed
)
SELECT time_zone, day, start_us, coalesce(next_us, after_next_us) AS end_us
FROM midnight
WHERE start_us IS NOT NULL
