-- grain: center and month with a ledger whose cost by exam a change can alter: it is shared by all performed exams of the month
SELECT center_code, month FROM change_cost
UNION
SELECT center_code, month FROM (SELECT DISTINCT center_code, month_of(day) AS month FROM dirty_day)
SEMI JOIN main.cost USING (center_code, month)
