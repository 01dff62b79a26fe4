-- grain: center and month with a performed exam, a charge that is not void, a cost or a scanner day
WITH exams AS (
  SELECT e.center_code, month_of(e.day) AS month, count(*) AS n
  FROM main.exam e SEMI JOIN dirty_month m ON m.center_code = e.center_code AND m.month = month_of(e.day)
  WHERE e.performed AND e.{{months}} GROUP BY ALL
),
charges AS (
  SELECT * FROM charge_month
),
costs AS (
  SELECT center_code, month, coalesce(sum(amount) FILTER (behaviour = 'variable'), 0) AS variable,
    coalesce(sum(amount) FILTER (behaviour = 'fixed'), 0) AS fixed
  FROM main.cost SEMI JOIN dirty_month USING (center_code, month) GROUP BY ALL
),
days AS (
  SELECT center_code, month_of(day) AS month, sum(occupied_minutes ORDER BY day, scanner_id) AS occupied
  FROM mart.scanner_day SEMI JOIN dirty_month m ON m.center_code = scanner_day.center_code AND m.month = month_of(day)
  WHERE {{months}} GROUP BY ALL
),
capacity AS (
  SELECT center_code, month, bool_and(practical_minutes IS NOT NULL) AS hours_known, bool_and(unused_capacity_cost IS NOT NULL) AS cost_known,
    sum(practical_minutes ORDER BY scanner_id) AS practical, sum(occupied_in_hours_minutes ORDER BY scanner_id) AS in_hours, sum(used_capacity_cost ORDER BY scanner_id) AS used,
    sum(down_capacity_cost ORDER BY scanner_id) AS down, sum(unused_capacity_cost ORDER BY scanner_id) AS unused
  FROM mart.scanner_month SEMI JOIN dirty_month USING (center_code, month) GROUP BY ALL
),
center_months AS (
  SELECT center_code, month FROM exams UNION SELECT center_code, month FROM charges
  UNION SELECT center_code, month FROM costs UNION SELECT center_code, month FROM days
),
net AS (
  SELECT k.month, k.center_code, coalesce(e.n, 0) AS exams_performed,
    coalesce(h.gross, 0) AS gross, coalesce(h.pending, 0) AS pending, coalesce(h.denied, 0) AS denied,
    coalesce(h.refunded, 0) AS refunded, coalesce(h.allowed, 0) AS allowed, coalesce(h.refunds, 0) AS refunds,
    coalesce(h.collected, 0) AS collected, coalesce(h.written_off, 0) AS written_off, coalesce(h.denied_lines, 0) AS denied_lines,
    coalesce(h.adjudicated_lines, 0) AS adjudicated_lines, coalesce(h.outstanding, 0) AS outstanding,
    coalesce(h.payout, 0) AS payout, coalesce(h.allowed - h.refunds - h.payout, 0) AS net_revenue,
    c.variable, c.fixed, p.practical, p.in_hours, p.hours_known, p.cost_known, p.used, p.down, p.unused,
    coalesce(d.occupied, 0) AS occupied
  FROM center_months k
  LEFT JOIN exams e USING (center_code, month)
  LEFT JOIN charges h USING (center_code, month)
  LEFT JOIN costs c USING (center_code, month)
  LEFT JOIN days d USING (center_code, month)
  LEFT JOIN capacity p USING (center_code, month)
)
SELECT month, center_code,
  -- Whether it is closed hangs on the months before it: see intermediate/month_state.
  'open' AS month_state,
  exams_performed, gross AS gross_charges, pending AS pending_charges, denied AS denied_charges, refunded AS refunded_charges,
  gross - allowed - denied - refunded - written_off - pending AS adjustments,
  allowed, refunds, collected, written_off, denied_lines, adjudicated_lines, outstanding, payout AS partner_payout, net_revenue,
  variable AS variable_cost, fixed AS fixed_cost, net_revenue - variable AS contribution,
  net_revenue - variable - fixed AS operating_profit,
  if(net_revenue > 0, CAST(net_revenue - variable - fixed AS DOUBLE) / CAST(net_revenue AS DOUBLE), NULL) AS operating_margin_rate,
  if(hours_known, practical, NULL) AS practical_capacity_minutes, occupied AS occupied_minutes,
  if(hours_known, in_hours, NULL) AS occupied_in_hours_minutes,
  if(cost_known, used, NULL) AS used_capacity_cost, if(cost_known, down, NULL) AS down_capacity_cost,
  if(cost_known, unused, NULL) AS unused_capacity_cost
FROM net
ORDER BY month, center_code
