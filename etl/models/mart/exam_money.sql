-- grain: performed exam; what it brought and what it used, CNY
WITH month_of_scanner AS (
  SELECT center_code, scanner_id, month, count(*) AS exams, CAST(sum(table_us) AS BIGINT) AS table_us FROM money_exam WHERE repriced GROUP BY ALL
),
month_of_center AS (
  SELECT center_code, month, CAST(sum(exams) AS BIGINT) AS exams FROM month_of_scanner GROUP BY ALL
),
ledger AS (
  SELECT center_code, month, coalesce(sum(amount) FILTER (behaviour = 'variable' AND scanner_id IS NULL), 0) AS shared
  FROM main.cost SEMI JOIN month_of_center USING (center_code, month) GROUP BY ALL
),
own AS (
  SELECT scanner_id, month, sum(amount) AS amount FROM main.cost WHERE behaviour = 'variable' AND scanner_id IS NOT NULL GROUP BY ALL
),
rate AS (
  SELECT s.center_code, s.scanner_id, s.month, s.table_us, p.used_capacity_cost,
    CAST(coalesce(o.amount, 0) AS DOUBLE) / s.exams + CAST(l.shared AS DOUBLE) / c.exams AS variable_cost
  FROM month_of_scanner s
  JOIN month_of_center c ON c.center_code = s.center_code AND c.month = s.month
  JOIN ledger l ON l.center_code = s.center_code AND l.month = s.month
  LEFT JOIN own o ON o.scanner_id = s.scanner_id AND o.month = s.month
  LEFT JOIN mart.scanner_month p ON p.center_code = s.center_code AND p.scanner_id = s.scanner_id AND p.month = s.month
),
costed AS (
  SELECT x.* EXCLUDE (capacity_cost, variable_cost), if(x.repriced, r.variable_cost, x.variable_cost) AS variable_cost,
    CASE
      WHEN NOT x.repriced THEN x.capacity_cost
      -- Nobody lay on the table in staffed hours: none of these exams used capacity.
      WHEN r.table_us = 0 THEN 0 * r.used_capacity_cost
      ELSE r.used_capacity_cost * x.table_us / r.table_us
    END AS capacity_cost
  FROM money_exam x LEFT JOIN rate r ON r.center_code = x.center_code AND r.scanner_id = x.scanner_id AND r.month = x.month
),
earned AS (
  SELECT x.*, c.payer_class, coalesce(c.lines, 0) AS lines, coalesce(c.gross, 0) AS gross, coalesce(c.allowed, 0) AS allowed, CAST(coalesce(c.net, 0) AS DOUBLE) AS net,
    coalesce(c.other_lines, 0) AS other_lines, coalesce(c.other_gross, 0) AS other_gross, coalesce(c.other_allowed, 0) AS other_allowed,
    CAST(coalesce(c.other_net, 0) AS DOUBLE) AS other_net
  FROM costed x LEFT JOIN exam_charge c ON c.center_code = x.center_code AND c.accession_no = x.accession_no
)
SELECT center_code, accession_no, day, month, modality, scanner_id, protocol_code, payer_class, lines AS charge_lines, gross AS gross_charges, allowed,
  net AS net_revenue, other_lines AS other_month_lines, other_gross AS other_month_gross_charges, other_allowed AS other_month_allowed,
  other_net AS other_month_net_revenue, minutes(table_us) AS table_minutes, capacity_cost, variable_cost, net - variable_cost AS contribution,
  net - variable_cost - capacity_cost AS margin, repeat_of
FROM earned
