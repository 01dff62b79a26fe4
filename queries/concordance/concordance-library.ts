import type { LibraryQuery } from '../library/types.ts'
import {
  concordanceMetrics as m,
  coverable,
  covered,
  coveredAndFlagged,
  fn,
  fp,
  positives,
  tn,
  tp,
} from './concordance-metrics.ts'

const CONCORDANCE = 'concordance'

export const concordanceQueries: LibraryQuery[] = [
  {
    id: 'concordance_two_by_two',
    topic: CONCORDANCE,
    title_en: 'AI concordance as a two-by-two table',
    title_zh: 'AI 一致性四格表',
    description_en:
      'Flag against reading by product, with agreement, sensitivity and specificity and the 95 % Wilson interval of the agreement. The radiologist is the reference; concordance is not accuracy.',
    description_zh:
      '按产品比较 AI 提示与医师判读，给出一致率、敏感度、特异度和一致率的 95 % 威尔逊区间。以医师为参照；一致性不等于准确性。',
    tables: ['mart.ai_reading'],
    sql: `WITH counts AS (
  SELECT product_code,
         ${tp.formula} AS tp,
         ${fp.formula} AS fp,
         ${fn.formula} AS fn,
         ${tn.formula} AS tn,
         ${m.readings.formula} AS n,
         ${m.agreement.formula} AS agreement_rate,
         ${m.sensitivity.formula} AS sensitivity_rate,
         ${m.specificity.formula} AS specificity_rate
  FROM mart.ai_reading
  WHERE ($product::VARCHAR IS NULL OR product_code = $product)
    AND ($finding::VARCHAR IS NULL OR finding_code = $finding)
  GROUP BY product_code
)
SELECT product_code, tp, fp, fn, tn, n,
       agreement_rate,
       (tp + tn + 1.9208 - 1.96 * sqrt((tp + tn) * (fp + fn) / n + 0.9604)) / (n + 3.8416) AS wilson_low,
       (tp + tn + 1.9208 + 1.96 * sqrt((tp + tn) * (fp + fn) / n + 0.9604)) / (n + 3.8416) AS wilson_high,
       sensitivity_rate,
       specificity_rate
FROM counts
ORDER BY product_code`,
  },
  {
    id: 'seen_against_unseen',
    topic: CONCORDANCE,
    title_en: 'Concordance where the AI was seen first, and where it was not',
    title_zh: '先看过 AI 与未看过 AI 的一致性',
    description_en:
      'A radiologist who saw the answer first is no independent reference: compare the two rows of a product before you trust either.',
    description_zh: '先看到 AI 结果的医师不是独立参照：在相信任何一行之前，请先比较同一产品的两行。',
    tables: ['mart.ai_reading'],
    sql: `SELECT product_code, opened_before_report AS seen_before_report,
       ${m.readings.formula} AS readings,
       ${m.agreement.formula} AS agreement_rate,
       count(*) FILTER (WHERE reader_action = 'rejected') AS rejected_by_reader
FROM mart.ai_reading
WHERE ($product::VARCHAR IS NULL OR product_code = $product)
GROUP BY product_code, seen_before_report
ORDER BY product_code, seen_before_report`,
  },
  {
    id: 'coverage_of_findings',
    topic: CONCORDANCE,
    title_en: 'Coverage of findings',
    title_zh: '病变的 AI 覆盖',
    description_en:
      'Of the findings that radiologists report: for how many is there a product, how many ran through one, how many were flagged.',
    description_zh: '在医师报告的病变中：有多少存在可用产品，多少实际经过产品分析，多少被提示。',
    tables: ['mart.ai_coverage_month', 'finding'],
    sql: `SELECT m.finding_code, f.name_en, f.name_zh,
       ${positives.formula} AS reader_positives,
       ${coverable.formula} AS coverable,
       ${covered.formula} AS covered,
       ${coveredAndFlagged.formula} AS covered_and_flagged,
       ${m.ai_flagged_share.formula} AS flagged_share
FROM mart.ai_coverage_month AS m
LEFT JOIN finding AS f USING (finding_code)
WHERE ($center::VARCHAR IS NULL OR m.center_code = $center)
GROUP BY m.finding_code, f.name_en, f.name_zh
ORDER BY reader_positives DESC`,
  },
  {
    id: 'version_change',
    topic: CONCORDANCE,
    title_en: 'Before and after a version change',
    title_zh: '版本更新前后对比',
    description_en: 'Flag rate, agreement and sensitivity of each product version with the days on which it read.',
    description_zh: '每个产品版本的提示率、一致率、敏感度及其使用日期。',
    tables: ['mart.ai_reading'],
    sql: `SELECT product_code, product_version,
       min(day) AS first_day, max(day) AS last_day, ${m.readings.formula} AS readings,
       count(*) FILTER (WHERE flagged) / count(*) AS flag_rate,
       ${m.agreement.formula} AS agreement_rate,
       ${m.sensitivity.formula} AS sensitivity_rate
FROM mart.ai_reading
WHERE ($product::VARCHAR IS NULL OR product_code = $product)
GROUP BY product_code, product_version
ORDER BY product_code, first_day, product_version`,
  },
  {
    id: 'concordance_on_deviating_scans',
    topic: CONCORDANCE,
    title_en: 'Does the AI agree less on scans that deviate from the standard?',
    title_zh: '偏差标准的扫描上 AI 一致性是否更低？',
    description_en:
      'Agreement by product for exams that followed the protocol, deviated from it, or could not be assessed.',
    description_zh: '按产品比较合规、偏差和无法评估的检查上的一致率。',
    tables: ['mart.ai_reading'],
    sql: `SELECT product_code,
       CASE exam_compliant WHEN true THEN 'compliant' WHEN false THEN 'deviating' ELSE 'not assessable' END AS exam,
       ${m.readings.formula} AS readings,
       ${m.agreement.formula} AS agreement_rate
FROM mart.ai_reading
GROUP BY ALL
ORDER BY product_code, exam`,
  },
]
