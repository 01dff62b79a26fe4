-- grain: center and local day whose AI readings a change can alter: beside the dirty days those of changed results, and
-- the whole month where it may have changed whether a center sends `opened_at` for a product at all
SELECT center_code, day FROM dirty_day
UNION
SELECT center_code, day FROM changed_result WHERE day IS NOT NULL
UNION
SELECT DISTINCT e.center_code, e.day FROM main.exam e SEMI JOIN flipped_month f ON f.center_code = e.center_code AND f.month = month_of(e.day)
