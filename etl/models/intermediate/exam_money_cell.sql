-- grain: dirty month, center, scanner, modality, protocol and payer class with a performed exam; exact, so that sums of sums do not hang on their order
WITH exam AS (
  SELECT x.* REPLACE (CAST(x.net_revenue AS DECIMAL(28, 12)) AS net_revenue, CAST(x.variable_cost AS DECIMAL(28, 12)) AS variable_cost,
    CAST(x.capacity_cost AS DECIMAL(28, 12)) AS capacity_cost, CAST(x.contribution AS DECIMAL(28, 12)) AS contribution,
    CAST(x.margin AS DECIMAL(28, 12)) AS margin, CAST(x.table_minutes AS DECIMAL(28, 12)) AS table_minutes)
  FROM mart.exam_money x JOIN dirty_month m ON m.center_code = x.center_code AND m.month = x.month
  WHERE x.{{month_starts}}
)
SELECT month, center_code, scanner_id, modality, protocol_code, payer_class, count(*) AS exams, sum(charge_lines) AS charge_lines,
  sum(gross_charges) AS gross_charges, sum(allowed) AS allowed, sum(net_revenue) AS net_revenue, sum(variable_cost) AS variable_cost,
  sum(capacity_cost) AS capacity_cost, count(contribution) AS contribution_exams, sum(contribution) AS contribution,
  count(margin) AS margin_exams, sum(margin) AS margin, sum(table_minutes) AS table_minutes,
  sum(net_revenue) FILTER (table_minutes IS NOT NULL) AS timed_net_revenue,
  sum(contribution) FILTER (table_minutes IS NOT NULL) AS timed_contribution,
  sum(contribution) FILTER (table_minutes > 0) AS on_table_contribution,
  sum(table_minutes) FILTER (contribution IS NOT NULL) AS contribution_minutes,
  sum(table_minutes) FILTER (margin IS NOT NULL) AS margin_minutes
FROM exam GROUP BY month, center_code, scanner_id, modality, protocol_code, payer_class
