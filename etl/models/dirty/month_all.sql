-- grain: center and month that any month mart can have a row for
SELECT DISTINCT center_code, month_of(day) AS month FROM dirty_day
UNION
SELECT DISTINCT center_code, month_of(service_date) FROM main.charge
UNION
SELECT center_code, month FROM main.cost
