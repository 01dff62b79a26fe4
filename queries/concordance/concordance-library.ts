import type { LibraryQuery } from '../library/types.ts'

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
         count(*) FILTER (WHERE outcome = 'TP') AS tp,
         count(*) FILTER (WHERE outcome = 'FP') AS fp,
         count(*) FILTER (WHERE outcome = 'FN') AS fn,
         count(*) FILTER (WHERE outcome = 'TN') AS tn,
         count(*) AS n
  FROM mart.ai_reading
  WHERE ($product::VARCHAR IS NULL OR product_code = $product)
    AND ($finding::VARCHAR IS NULL OR finding_code = $finding)
  GROUP BY product_code
)
SELECT product_code, tp, fp, fn, tn, n,
       (tp + tn) / n AS agreement_rate,
       (tp + tn + 1.9208 - 1.96 * sqrt((tp + tn) * (fp + fn) / n + 0.9604)) / (n + 3.8416) AS wilson_low,
       (tp + tn + 1.9208 + 1.96 * sqrt((tp + tn) * (fp + fn) / n + 0.9604)) / (n + 3.8416) AS wilson_high,
       tp / nullif(tp + fn, 0) AS sensitivity_rate,
       tn / nullif(tn + fp, 0) AS specificity_rate
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
       count(*) AS readings,
       count(*) FILTER (WHERE outcome IN ('TP', 'TN')) / count(*) AS agreement_rate,
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
       sum(m.reader_positives) AS reader_positives,
       sum(m.coverable) AS coverable,
       sum(m.covered) AS covered,
       sum(m.covered_and_flagged) AS covered_and_flagged,
       sum(m.covered_and_flagged) / nullif(sum(m.reader_positives), 0) AS flagged_share
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
       min(day) AS first_day, max(day) AS last_day, count(*) AS readings,
       count(*) FILTER (WHERE flagged) / count(*) AS flag_rate,
       count(*) FILTER (WHERE outcome IN ('TP', 'TN')) / count(*) AS agreement_rate,
       count(*) FILTER (WHERE outcome = 'TP')
         / nullif(count(*) FILTER (WHERE reader_positive), 0) AS sensitivity_rate
FROM mart.ai_reading
WHERE ($product::VARCHAR IS NULL OR product_code = $product)
GROUP BY product_code, product_version
ORDER BY product_code, first_day, product_version`,
  },
  {
    id: 'concordance_on_deviating_scans',
    topic: CONCORDANCE,
    title_en: 'Does the AI agree less on scans that deviate from the standard?',
    title_zh: '偏离标准的扫描上 AI 一致性是否更低？',
    description_en:
      'Agreement by product for exams that followed the protocol, deviated from it, or could not be assessed.',
    description_zh: '按产品比较合规、偏差和无法评估的检查上的一致率。',
    tables: ['mart.ai_reading'],
    sql: `SELECT product_code,
       CASE exam_compliant WHEN true THEN 'compliant' WHEN false THEN 'deviating' ELSE 'not assessable' END AS exam,
       count(*) AS readings,
       count(*) FILTER (WHERE outcome IN ('TP', 'TN')) / count(*) AS agreement_rate
FROM mart.ai_reading
GROUP BY ALL
ORDER BY product_code, exam`,
  },
]
