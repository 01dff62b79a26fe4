import type { Check, Setting } from '../check.ts'

const badLines = (bad: string) => (setting: Setting) => `
  WITH counted AS (
    SELECT center_code, count(*) AS n, count(*) FILTER (${bad}) AS k, min(service_date) FILTER (${bad}) AS first_day
    FROM recent_charge, check_now WHERE status <> 'void' AND service_date > newest_day - 62 GROUP BY 1
  )
  SELECT 'billing' AS feed, center_code, k / n AS measured, ${setting('share')} AS expected,
    k || ' of ' || n || ' lines, first ' || first_day AS detail
  FROM counted WHERE k / n > ${setting('share')}`

const paid = '(coalesce(insurer_paid, 0) + coalesce(patient_paid, 0))'

export const money: Check[] = [
  {
    id: 'paid_above_allowed',
    severity: 'warn',
    measures: 'share of charge lines of the last two months with more paid than allowed',
    thresholds: { share: 0.005 },
    grain: 'center',
    findings: badLines(`${paid} > allowed_amount + 0.01`),
    next: 'Have billing correct the amounts: collected money would pass what was allowed.',
  },
  {
    id: 'refunded_above_paid',
    severity: 'warn',
    measures: 'share of charge lines of the last two months with more refunded than paid',
    thresholds: { share: 0.005 },
    grain: 'center',
    findings: badLines(`refunded > ${paid} + 0.01`),
    next: 'Have billing correct the amounts: collected money would be negative.',
  },
  {
    id: 'allowed_above_charged',
    severity: 'warn',
    measures: 'share of charge lines of the last two months with more allowed than charged',
    thresholds: { share: 0.005 },
    grain: 'center',
    findings: badLines('allowed_amount > charge_amount + 0.01'),
    next: 'Charge and allowed amount may be swapped, or the charge be net: ask billing.',
  },
  {
    id: 'money_lines_add_up',
    severity: 'block',
    measures:
      "CNY by which a month's gross, allowed or collected differs from the sum of its charge lines, over the months that this run built",
    thresholds: {},
    grain: 'center and month',
    findings: () => `
      WITH line AS (
        SELECT center_code, month_of(service_date) AS month, sum(charge_amount) AS gross,
          coalesce(sum(allowed_amount) FILTER (status NOT IN ('denied', 'written_off', 'refunded')), 0) AS allowed,
          sum(coalesce(insurer_paid, 0) + coalesce(patient_paid, 0) - coalesce(refunded, 0)) AS collected
        FROM main.charge WHERE status <> 'void' AND service_date >= (SELECT min(month) FROM check_month) GROUP BY ALL
      ),
      compared AS (
        SELECT center_code, month, greatest(abs(coalesce(l.gross, 0) - coalesce(m.gross_charges, 0)),
          abs(coalesce(l.allowed, 0) - coalesce(m.allowed, 0)), abs(coalesce(l.collected, 0) - coalesce(m.collected, 0))) AS off
        FROM line l FULL JOIN (FROM mart.center_month SEMI JOIN check_month USING (center_code, month)) m USING (center_code, month)
        SEMI JOIN check_month USING (center_code, month)
      )
      SELECT center_code, strftime(month, '%Y-%m') AS subject, off AS measured, 0 AS expected FROM compared WHERE off > 0.005`,
    next: 'The month contradicts its lines: run `npm run etl -- rebuild`, and report it if that does not help.',
  },
]
