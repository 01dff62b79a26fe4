-- grain: scanner and month of a center with costs
WITH ledger AS (
  SELECT c.center_code, c.month, sum(c.amount) FILTER (c.behaviour = 'fixed' AND c.scanner_id IS NULL) AS shared
  FROM main.cost c SEMI JOIN chunk_work_month USING (center_code, month) GROUP BY ALL
),
own AS (
  SELECT scanner_id, month, sum(amount) AS amount FROM main.cost WHERE behaviour = 'fixed' AND scanner_id IS NOT NULL GROUP BY ALL
),
-- Within the network's days a month's hours are known when each day's are; a month wholly outside them counts as a whole.
hours AS (
  SELECT scanner_id, month_of(day) AS month,
    coalesce(bool_and(is_known) FILTER (day BETWEEN b.first_day AND b.last_day), bool_and(is_known)) AS is_known
  FROM scanner_hours CROSS JOIN network_bounds b GROUP BY ALL
),
-- One sorted list a scanner and month, added up from its first day on: a sum of fractions hangs on their order.
worked AS (
  SELECT scanner_id, month, list_sum(list_transform(days, d -> d.staffed)) AS staffed,
    list_sum(list_transform(days, d -> d.down)) AS down, list_sum(list_transform(days, d -> d.occupied)) AS occupied
  FROM (
    SELECT scanner_id, month_of(day) AS month,
      list({'staffed': staffed_minutes, 'down': down_minutes, 'occupied': occupied_in_hours_minutes} ORDER BY day) AS days
    FROM mart.scanner_day SEMI JOIN chunk_work_month m ON m.center_code = scanner_day.center_code AND m.month = month_of(day)
    WHERE {{work_months}} GROUP BY ALL
  )
),
scanner_fact AS (
  SELECT l.month, l.center_code, s.scanner_id, coalesce(o.amount, 0) AS own, coalesce(l.shared, 0) AS shared,
    if(h.is_known, coalesce(w.staffed, 0), NULL) AS staffed, coalesce(w.down, 0) AS down, coalesce(w.occupied, 0) AS occupied
  FROM ledger l
  JOIN main.scanner s USING (center_code)
  JOIN hours h ON h.scanner_id = s.scanner_id AND h.month = l.month
  LEFT JOIN own o ON o.scanner_id = s.scanner_id AND o.month = l.month
  LEFT JOIN worked w ON w.scanner_id = s.scanner_id AND w.month = l.month
),
weighed AS (
  SELECT *, sum(own) OVER center_month AS center_own, count(*) OVER center_month AS scanners,
    -- Null as soon as one scanner's hours are unknown: then nobody can say how the minutes divide.
    if(bool_and(staffed IS NOT NULL) OVER center_month, sum(staffed) OVER (center_month ORDER BY scanner_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), NULL) AS center_staffed
  FROM scanner_fact
  WINDOW center_month AS (PARTITION BY center_code, month)
),
shared_out AS (
  SELECT *, 0.8 * staffed AS practical,
    CASE
      WHEN shared = 0 THEN 0
      WHEN center_own > 0 THEN shared * (CAST(own AS DOUBLE) / center_own)
      WHEN center_staffed > 0 THEN shared * (staffed / center_staffed)
      WHEN center_staffed = 0 THEN CAST(shared AS DOUBLE) / scanners
    END AS shared_part
  FROM weighed
),
-- Without practical minutes nothing is used or down: the whole cost is unused.
rated AS (
  SELECT *, own + shared_part AS cost, if(practical > 0, (own + shared_part) / practical, NULL) AS rate,
    if(staffed > 0, (own + shared_part) / staffed, NULL) AS staffed_rate,
    least(occupied, practical) AS used_minutes
  FROM shared_out
),
priced AS (
  SELECT *, if(practical = 0, 0 * cost, rate * used_minutes) AS used_cost,
    if(practical = 0, 0 * cost, rate * least(0.8 * down, practical - used_minutes)) AS down_cost
  FROM rated
)
SELECT month, center_code, scanner_id, own AS own_fixed_cost, shared_part AS shared_fixed_cost, staffed AS staffed_minutes,
  practical AS practical_minutes, if(staffed IS NULL, NULL, occupied) AS occupied_in_hours_minutes,
  rate AS capacity_cost_per_minute, staffed_rate AS cost_per_staffed_minute, used_cost AS used_capacity_cost, down_cost AS down_capacity_cost,
  -- Never below zero by the dust of binary fractions.
  greatest(cost - used_cost - down_cost, 0) + 0 * used_cost AS unused_capacity_cost
FROM priced
ORDER BY month, center_code, scanner_id
