import type { LibraryQuery } from '../library/types.ts'
import { complianceMetrics as m } from './compliance-metrics.ts'

const COMPLIANCE = 'compliance'

export const complianceQueries: LibraryQuery[] = [
  {
    id: 'deviations_by_step_and_parameter',
    topic: COMPLIANCE,
    title_en: 'Deviations by step and parameter',
    title_zh: '按步骤和参数统计的偏差',
    description_en: 'Which rule of which protocol is broken most often, in how many exams and on how many scanners.',
    description_zh: '哪个协议的哪条规则最常被违反，涉及多少检查、多少设备。',
    tables: ['mart.deviation'],
    sql: `SELECT protocol_code, step, kind, parameter, severity,
       count(*) AS deviations,
       count(DISTINCT (center_code, accession_no)) AS exams,
       count(DISTINCT scanner_id) AS scanners
FROM mart.deviation
WHERE ($protocol::VARCHAR IS NULL OR protocol_code = $protocol)
  AND ($from::DATE IS NULL OR day >= $from::DATE)
  AND ($to::DATE IS NULL OR day < $to::DATE)
GROUP BY protocol_code, step, kind, parameter, severity
ORDER BY deviations DESC, protocol_code, step, kind, parameter`,
  },
  {
    id: 'dose_against_reference',
    topic: COMPLIANCE,
    title_en: 'Dose against the reference level',
    title_zh: '剂量与诊断参考水平',
    description_en:
      'Dose of each exam against the reference levels (DLP and CTDIvol) of the protocol version that judged it: how many exceed one of them, with median and 75th percentile of the DLP.',
    description_zh:
      '每次检查的剂量与判定它的协议版本的参考水平（DLP 和 CTDIvol）比较：超出其一的检查数，以及 DLP 的中位数和 75 分位。',
    tables: ['mart.exam_compliance', 'acquisition', 'protocol'],
    sql: `WITH dose AS (
  SELECT center_code, accession_no, sum(dlp) AS dlp_mgy_cm
  FROM acquisition
  GROUP BY center_code, accession_no
)
SELECT k.center_code, k.protocol_code, k.protocol_version,
       any_value(p.dlp_reference) AS dlp_reference_mgy_cm,
       median(d.dlp_mgy_cm) AS dlp_mgy_cm_median,
       quantile_cont(d.dlp_mgy_cm, 0.75) AS dlp_mgy_cm_p75,
       count(*) AS exams_judged,
       count(*) FILTER (WHERE k.dose_over_reference) AS over_reference
FROM mart.exam_compliance AS k
JOIN protocol AS p ON p.protocol_code = k.protocol_code AND p.version = k.protocol_version
LEFT JOIN dose AS d USING (center_code, accession_no)
WHERE k.dose_over_reference IS NOT NULL
  AND ($protocol::VARCHAR IS NULL OR k.protocol_code = $protocol)
GROUP BY k.center_code, k.protocol_code, k.protocol_version
ORDER BY dlp_mgy_cm_median DESC NULLS LAST`,
  },
  {
    id: 'compliance_with_coverage',
    topic: COMPLIANCE,
    title_en: 'Compliance rate with its coverage',
    title_zh: '合规率及其覆盖率',
    description_en:
      'Compliant, deviating and not assessable exams by center, with the 95 % Wilson interval of the rate and why exams could not be assessed.',
    description_zh: '各中心合规、偏差和无法评估的检查数，合规率的 95 % 威尔逊区间，以及无法评估的原因。',
    tables: ['mart.exam_compliance'],
    sql: `WITH counts AS (
  SELECT center_code,
         ${m.compliant.formula} AS x,
         ${m.assessable.formula} AS n,
         ${m.compliance_rate.formula} AS compliance_rate,
         ${m.no_version.formula} AS no_version,
         ${m.no_acquisitions.formula} AS no_acquisitions
  FROM mart.exam_compliance
  WHERE ($modality::VARCHAR IS NULL OR modality = $modality)
  GROUP BY center_code
)
SELECT center_code, x AS compliant, n - x AS deviating, no_version, no_acquisitions, compliance_rate,
       (x + 1.9208 - 1.96 * sqrt(x * (n - x) / nullif(n, 0) + 0.9604)) / (n + 3.8416) AS wilson_low,
       (x + 1.9208 + 1.96 * sqrt(x * (n - x) / nullif(n, 0) + 0.9604)) / (n + 3.8416) AS wilson_high
FROM counts
ORDER BY center_code`,
  },
]
