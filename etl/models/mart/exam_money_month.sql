-- grain: month, center and line that lies between the sum over its exams and its profit and loss; CNY
WITH line AS (
  SELECT c.center_code, c.accession_no, month_of(c.service_date) AS month, c.charge_amount,
    if(c.status NOT IN ('denied', 'written_off', 'refunded'), coalesce(c.allowed_amount, 0), 0) AS allowed,
    if(c.status NOT IN ('denied', 'written_off', 'refunded'), coalesce(c.allowed_amount, 0) - coalesce(c.refunded, 0), 0) AS base,
    c.service_date, c.payer_class
  FROM main.charge c SEMI JOIN dirty_month m ON m.center_code = c.center_code AND m.month = month_of(c.service_date)
  WHERE c.status <> 'void' AND c.{{service_dates}}
),
stray AS MATERIALIZED (
  SELECT l.* FROM line l
  ANTI JOIN (SELECT center_code, accession_no, month FROM mart.exam_money WHERE {{month_starts}}) x
    ON x.center_code = l.center_code AND x.accession_no = l.accession_no AND x.month = l.month
),
shared AS (
  SELECT s.*, coalesce(t.partner_share, k.partner_share, 0) AS share
  FROM stray s JOIN main.center k ON k.center_code = s.center_code
  ASOF LEFT JOIN main.partner_terms t ON t.center_code = s.center_code AND s.service_date >= t.effective_from
),
stray_line AS (
  SELECT s.month, s.center_code, if(x.accession_no IS NULL, 'without_exam', 'exam_of_another_month') AS line, count(*) AS n,
    sum(s.charge_amount) AS gross, sum(s.allowed) AS allowed,
    sum(CAST(s.base AS DECIMAL(16, 2)) * (1 - if(s.payer_class = 'partner_settlement', 0, CAST(s.share AS DECIMAL(12, 10))))) AS net
  FROM shared s LEFT JOIN mart.exam_money x ON x.center_code = s.center_code AND x.accession_no = s.accession_no
  GROUP BY ALL
),
exam_sum AS (
  SELECT center_code, month, CAST(sum(other_month_lines) AS BIGINT) AS other_lines, sum(other_month_gross_charges) AS other_gross,
    sum(other_month_allowed) AS other_allowed, sum(CAST(other_month_net_revenue AS DECIMAL(28, 12))) AS other_net
  FROM mart.exam_money SEMI JOIN dirty_month USING (center_code, month) WHERE {{month_starts}} GROUP BY ALL
),
variable_line AS (
  SELECT c.month, c.center_code, sum(c.amount) AS amount
  FROM main.cost c SEMI JOIN dirty_month USING (center_code, month)
  LEFT JOIN (SELECT DISTINCT center_code, month, scanner_id FROM mart.exam_money WHERE {{month_starts}}) x
    ON x.center_code = c.center_code AND x.month = c.month AND x.scanner_id = coalesce(c.scanner_id, x.scanner_id)
  WHERE c.behaviour = 'variable' AND x.center_code IS NULL GROUP BY ALL
),
used AS (
  SELECT p.center_code, p.month, sum(p.used_capacity_cost ORDER BY p.scanner_id) AS cost
  FROM mart.scanner_month p SEMI JOIN dirty_month USING (center_code, month)
  SEMI JOIN (SELECT DISTINCT center_code, month, scanner_id FROM mart.exam_money WHERE {{month_starts}} AND table_minutes > 0) x
    ON x.center_code = p.center_code AND x.month = p.month AND x.scanner_id = p.scanner_id
  GROUP BY ALL
),
fixed_line AS (
  SELECT m.month, m.center_code, CAST(m.fixed_cost AS DOUBLE) - coalesce(u.cost, 0) AS cost
  FROM mart.center_month m SEMI JOIN dirty_month USING (center_code, month)
  LEFT JOIN used u ON u.center_code = m.center_code AND u.month = m.month WHERE m.fixed_cost > 0
)
SELECT month, center_code, line, n AS charge_lines, gross AS gross_charges, allowed, CAST(net AS DOUBLE) AS net_revenue,
  0 AS variable_cost, 0 AS fixed_cost FROM stray_line
UNION ALL
SELECT month, center_code, 'service_in_another_month', -other_lines, -other_gross, -other_allowed, -CAST(other_net AS DOUBLE), 0, 0
FROM exam_sum WHERE other_lines > 0
UNION ALL
SELECT month, center_code, 'partner_rounding', 0, 0, 0, CAST(exact_payout - payout AS DOUBLE), 0, 0 FROM charge_month WHERE exact_payout <> payout
UNION ALL
SELECT month, center_code, 'variable_without_exam', 0, 0, 0, 0, CAST(amount AS DOUBLE), 0 FROM variable_line
UNION ALL
SELECT month, center_code, 'capacity_not_used', 0, 0, 0, 0, 0, cost FROM fixed_line
