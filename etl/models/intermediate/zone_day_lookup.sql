-- grain: local day and UTC day that it overlaps; finds the local day of an instant by an equality and two comparisons
SELECT time_zone, unnest(generate_series(utc_day(start_us), utc_day(end_us - 1))) AS utc_day, day, start_us, end_us
FROM zone_day
