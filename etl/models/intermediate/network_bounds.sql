-- grain: the network; first and last local day with a performed exam (null without any)
SELECT min(day) AS first_day, max(day) AS last_day
FROM main.exam
WHERE performed
