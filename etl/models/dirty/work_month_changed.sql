-- grain: center and month whose work or costs changed: dirty months but for those of charges alone
SELECT DISTINCT center_code, month_of(day) AS month FROM dirty_reading_day
UNION
SELECT center_code, month FROM change_cost
