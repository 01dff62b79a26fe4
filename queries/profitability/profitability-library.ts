import type { LibraryQuery } from '../library/types.ts'

const PROFITABILITY = 'profitability'

export const profitabilityQueries: LibraryQuery[] = [
  {
    id: 'profit_waterfall',
    topic: PROFITABILITY,
    title_en: 'From gross charges to operating profit',
    title_zh: '从应收总额到营业利润',
    description_en:
      'The steps of the profit and loss of a month and center, in CNY, over closed months as on the page; the changes between two totals add up to the fen.',
    description_zh: '某月某中心损益的各步，单位人民币元，与页面一致只含已结账月份；相邻两个合计之间的变动精确到分。',
    tables: ['mart.center_month'],
    sql: `WITH m AS (
  SELECT * FROM mart.center_month
  WHERE month_state = 'closed'
    AND ($center::VARCHAR IS NULL OR center_code = $center)
    AND ($month::DATE IS NULL OR month = $month::DATE)
)
SELECT place, item, sum(amount) AS amount_cny
FROM (
  SELECT 1 AS place, 'gross charges' AS item, gross_charges AS amount FROM m
  UNION ALL SELECT 2, 'adjustments', -adjustments FROM m
  UNION ALL SELECT 3, 'denied', -denied_charges FROM m
  UNION ALL SELECT 4, 'refunded lines', -refunded_charges FROM m
  UNION ALL SELECT 5, 'written off', -written_off FROM m
  UNION ALL SELECT 6, 'pending', -pending_charges FROM m
  UNION ALL SELECT 7, 'allowed', allowed FROM m
  UNION ALL SELECT 8, 'refunds', -refunds FROM m
  UNION ALL SELECT 9, 'partner payout', -partner_payout FROM m
  UNION ALL SELECT 10, 'net revenue', net_revenue FROM m
  UNION ALL SELECT 11, 'variable cost', -variable_cost FROM m
  UNION ALL SELECT 12, 'fixed cost', -fixed_cost FROM m
  UNION ALL SELECT 13, 'operating profit', operating_profit FROM m
)
GROUP BY place, item
ORDER BY place`,
  },
  {
    id: 'denials_by_payer',
    topic: PROFITABILITY,
    title_en: 'Denials by payer',
    title_zh: '按付费方统计的拒付',
    description_en:
      'Denied lines among adjudicated ones, and what was charged for them, for payers who can deny; over closed months as on the page.',
    description_zh: '可拒付的付费方中，已裁定行里的拒付行数及其金额；与页面一致只含已结账月份。',
    tables: ['charge', 'mart.center_month'],
    sql: `SELECT payer_class,
       count(*) AS adjudicated_lines,
       count(*) FILTER (WHERE status = 'denied') AS denied_lines,
       count(*) FILTER (WHERE status = 'denied') / count(*) AS denial_rate,
       coalesce(sum(charge_amount) FILTER (WHERE status = 'denied'), 0) AS denied_cny,
       mode(denial_code) AS most_frequent_code
FROM charge
WHERE payer_class IN ('urban_employee', 'urban_rural_resident', 'commercial')
  AND status IN ('paid', 'partly_paid', 'denied')
  AND (center_code, date_trunc('month', service_date)::DATE) IN (
    SELECT (center_code, month) FROM mart.center_month WHERE month_state = 'closed')
  AND ($center::VARCHAR IS NULL OR center_code = $center)
  AND ($from::DATE IS NULL OR service_date >= $from::DATE)
  AND ($to::DATE IS NULL OR service_date < $to::DATE)
GROUP BY payer_class
ORDER BY denial_rate DESC`,
  },
  {
    id: 'idle_capacity_cost',
    topic: PROFITABILITY,
    title_en: 'What idle capacity costs, by scanner',
    title_zh: '各设备闲置产能的成本',
    description_en:
      'Fixed cost of each scanner split into used, down and unused capacity (time-driven, 80 % of staffed minutes), over closed months: a full CT does not hide an idle MR.',
    description_zh:
      '按时间驱动（排班分钟的 80 %）把每台设备已结账月份的固定成本分为已用、停机和闲置：繁忙的 CT 不会掩盖闲置的 MR。',
    tables: ['mart.scanner_month', 'mart.center_month', 'scanner'],
    sql: `SELECT m.scanner_id, s.modality,
       sum(m.used_capacity_cost) AS used_cny,
       sum(m.down_capacity_cost) AS down_cny,
       sum(m.unused_capacity_cost) AS unused_cny,
       sum(m.unused_capacity_cost) / nullif(sum(m.own_fixed_cost + m.shared_fixed_cost), 0) AS unused_share
FROM mart.scanner_month AS m
JOIN mart.center_month AS c ON c.center_code = m.center_code AND c.month = m.month
JOIN scanner AS s USING (scanner_id)
WHERE c.month_state = 'closed'
  AND ($month::DATE IS NULL OR m.month = $month::DATE)
  AND ($center::VARCHAR IS NULL OR m.center_code = $center)
GROUP BY m.scanner_id, s.modality
ORDER BY unused_cny DESC NULLS LAST`,
  },
  {
    id: 'performed_never_charged',
    topic: PROFITABILITY,
    title_en: 'Performed exams without a charge',
    title_zh: '已完成但未计费的检查',
    description_en:
      'Exams that were performed and have no charge line, by center and modality: revenue that may have been forgotten.',
    description_zh: '已完成但没有任何计费行的检查，按中心和设备类型统计：可能遗漏的收入。',
    tables: ['exam', 'charge'],
    sql: `SELECT e.center_code, e.modality,
       count(*) AS exams_performed,
       count(*) FILTER (WHERE h.accession_no IS NULL) AS without_charge,
       count(*) FILTER (WHERE h.accession_no IS NULL) / count(*) AS without_charge_share
FROM exam AS e
LEFT JOIN (SELECT DISTINCT center_code, accession_no FROM charge WHERE status <> 'void') AS h
  USING (center_code, accession_no)
WHERE e.performed
  AND ($from::DATE IS NULL OR e.day >= $from::DATE)
  AND ($to::DATE IS NULL OR e.day < $to::DATE)
GROUP BY e.center_code, e.modality
ORDER BY without_charge DESC, e.center_code, e.modality`,
  },
]
