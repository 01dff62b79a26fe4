-- grain: stretch of a staffed window in which the scanner was down or in service
SELECT w.scanner_id, w.day, greatest(w.start_us, d.s) AS start_us, least(w.end_us, d.e) AS end_us
FROM piece d
JOIN staffed_window w USING (scanner_id, day)
WHERE d.kind = 'down' AND d.s < w.end_us AND d.e > w.start_us
