-- grain: center and dirty month of service with a charge that is not void; CNY
WITH line AS (
  SELECT c.center_code, c.service_date, month_of(c.service_date) AS month, c.payer_class, c.status,
    c.charge_amount, c.allowed_amount, c.insurer_paid, c.patient_paid, c.refunded,
    c.status NOT IN ('denied', 'written_off', 'refunded') AS is_allowed,
    c.payer_class IN ('urban_employee', 'urban_rural_resident', 'commercial') AS is_insured
  FROM main.charge c
  SEMI JOIN dirty_month m ON m.center_code = c.center_code AND m.month = month_of(c.service_date)
  WHERE c.status <> 'void' AND c.{{service_dates}}
),
-- Added up by day first: sums of decimals are exact in any order, and the lines are read once.
service_day AS MATERIALIZED (
  SELECT center_code, month, service_date,
    sum(coalesce(allowed_amount, 0) - coalesce(refunded, 0)) FILTER (is_allowed AND payer_class <> 'partner_settlement') AS base,
    sum(charge_amount) AS gross,
    sum(charge_amount) FILTER (status = 'billed' AND allowed_amount IS NULL) AS pending,
    sum(charge_amount) FILTER (status = 'denied') AS denied,
    sum(charge_amount) FILTER (status = 'refunded') AS refunded,
    sum(allowed_amount) FILTER (is_allowed) AS allowed,
    sum(refunded) FILTER (is_allowed) AS refunds,
    sum(coalesce(insurer_paid, 0) + coalesce(patient_paid, 0) - coalesce(refunded, 0)) AS collected,
    sum(coalesce(allowed_amount, charge_amount)) FILTER (status = 'written_off') AS written_off,
    count(*) FILTER (is_insured AND status = 'denied') AS denied_lines,
    count(*) FILTER (is_insured AND status IN ('paid', 'partly_paid', 'denied')) AS adjudicated_lines,
    sum(greatest(0, if(status = 'billed', charge_amount, allowed_amount)
      - coalesce(insurer_paid, 0) - coalesce(patient_paid, 0))) FILTER (status IN ('billed', 'partly_paid')) AS outstanding
  FROM line GROUP BY ALL
),
-- One share holds for a run of days: the payout of each is exact, and the sum is rounded once.
shared AS (
  SELECT d.center_code, d.month, coalesce(t.partner_share, k.partner_share, 0) AS share, sum(d.base) AS base
  FROM service_day d
  JOIN main.center k ON k.center_code = d.center_code
  ASOF LEFT JOIN main.partner_terms t ON t.center_code = d.center_code AND d.service_date >= t.effective_from
  GROUP BY ALL
),
payout AS (
  SELECT center_code, month, sum(CAST(coalesce(base, 0) AS DECIMAL(26, 2)) * CAST(share AS DECIMAL(12, 10))) AS payout
  FROM shared GROUP BY ALL
),
line_sum AS (
  SELECT center_code, month, sum(gross) AS gross, coalesce(sum(pending), 0) AS pending, coalesce(sum(denied), 0) AS denied,
    coalesce(sum(refunded), 0) AS refunded, coalesce(sum(allowed), 0) AS allowed, coalesce(sum(refunds), 0) AS refunds,
    sum(collected) AS collected, coalesce(sum(written_off), 0) AS written_off, sum(denied_lines)::BIGINT AS denied_lines,
    sum(adjudicated_lines)::BIGINT AS adjudicated_lines, coalesce(sum(outstanding), 0) AS outstanding
  FROM service_day GROUP BY ALL
)
SELECT s.*, round(p.payout, 2) AS payout, p.payout AS exact_payout
FROM line_sum s JOIN payout p USING (center_code, month)
