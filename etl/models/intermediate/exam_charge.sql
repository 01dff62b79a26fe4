-- grain: exam with charge lines that are not void; CNY, and of it what was served in another month than the exam's
WITH line AS (
  SELECT c.center_code, c.accession_no, c.service_date, c.charge_amount, c.status, c.allowed_amount, c.refunded, c.payer_class,
    month_of(c.service_date) <> x.month AS is_other
  FROM {{money_lines}} c JOIN money_exam x ON x.center_code = c.center_code AND x.accession_no = c.accession_no
  WHERE c.status <> 'void'
),
share AS (
  SELECT d.center_code, d.service_date, CAST(coalesce(t.partner_share, k.partner_share, 0) AS DECIMAL(12, 10)) AS share
  FROM (SELECT DISTINCT center_code, service_date FROM line) d
  JOIN main.center k ON k.center_code = d.center_code
  ASOF LEFT JOIN main.partner_terms t ON t.center_code = d.center_code AND d.service_date >= t.effective_from
),
priced AS (
  SELECT l.*, l.status NOT IN ('denied', 'written_off', 'refunded') AS is_allowed,
    CAST(coalesce(l.allowed_amount, 0) - coalesce(l.refunded, 0) AS DECIMAL(16, 2))
      * (1 - if(l.payer_class = 'partner_settlement', 0, s.share)) AS net
  FROM line l JOIN share s ON s.center_code = l.center_code AND s.service_date = l.service_date
)
SELECT center_code, accession_no, if(min(payer_class) = max(payer_class), min(payer_class), 'several') AS payer_class, count(*) AS lines, sum(charge_amount) AS gross, coalesce(sum(allowed_amount) FILTER (is_allowed), 0) AS allowed,
  coalesce(sum(net) FILTER (is_allowed), 0) AS net, count(*) FILTER (is_other) AS other_lines,
  coalesce(sum(charge_amount) FILTER (is_other), 0) AS other_gross,
  coalesce(sum(allowed_amount) FILTER (is_allowed AND is_other), 0) AS other_allowed, coalesce(sum(net) FILTER (is_allowed AND is_other), 0) AS other_net
FROM priced GROUP BY ALL
