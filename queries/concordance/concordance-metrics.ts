import { defineMetric, type Metric } from '../metric/define.ts'
import { excludes, grain } from '../metric/words.ts'

const pages: Metric['pages'] = ['concordance', 'center']

const twoByTwo = (id: string, en: string, zh: string, formula: string, definition: Metric['definition']) =>
  defineMetric({
    id,
    label: { en, zh },
    short: definition,
    unit: 'rate',
    grain: grain.reading,
    definition: {
      en: `${definition.en} Concordance with the radiologist; not a measure of who is right.`,
      zh: `${definition.zh}表示与医师的一致程度，并不说明谁对谁错。`,
    },
    formula,
    source: ['mart.ai_reading'],
    exclusions: [excludes.notStructured, excludes.failedRuns],
    better: id === 'prevalence' ? null : 'higher',
    minimumCount: 5,
    pages,
  })

const coefficient = (id: string, en: string, zh: string, formula: string, definition: Metric['definition']) =>
  defineMetric({
    id,
    label: { en, zh },
    short: definition,
    unit: 'coefficient',
    grain: grain.reading,
    definition,
    formula,
    source: ['mart.ai_reading'],
    exclusions: [excludes.notStructured, excludes.failedRuns],
    better: 'higher',
    pages,
  })

export const concordanceMetrics: Metric[] = [
  twoByTwo('agreement', 'Agreement', '一致率', '(TP + TN) / n', {
    en: 'Readings in which AI and radiologist agree.',
    zh: 'AI 与医师结论相同的占比。',
  }),
  twoByTwo('sensitivity', 'Sensitivity to the radiologist', '相对医师的灵敏度', 'TP / (TP + FN)', {
    en: 'Of the findings that the radiologist reports, those that the AI flags.',
    zh: '医师报告的征象中被 AI 标记的占比。',
  }),
  twoByTwo('specificity', 'Specificity to the radiologist', '相对医师的特异度', 'TN / (TN + FP)', {
    en: 'Of the exams in which the radiologist reports no such finding, those that the AI leaves unflagged.',
    zh: '医师未报告该征象的检查中 AI 未标记的占比。',
  }),
  twoByTwo('ppv', 'PPV', '阳性预测值', 'TP / (TP + FP)', {
    en: 'Of what the AI flags, what the radiologist reports.',
    zh: 'AI 标记中医师也报告的占比。',
  }),
  twoByTwo('npv', 'NPV', '阴性预测值', 'TN / (TN + FN)', {
    en: 'Of what the AI leaves unflagged, what the radiologist does not report either.',
    zh: 'AI 未标记中医师也未报告的占比。',
  }),
  twoByTwo('prevalence', 'Prevalence', '报告阳性率', '(TP + FN) / n', {
    en: 'Exams in which the radiologist reports the finding.',
    zh: '医师报告该征象的检查占比。',
  }),
  coefficient('kappa', "Cohen's κ", 'Cohen κ', '(po − pe) / (1 − pe)', {
    en: 'Agreement beyond chance; falls when nearly all exams are negative, so read it with AC1.',
    zh: '校正机遇后的一致性；当几乎全为阴性时会偏低，应与 AC1 同看。',
  }),
  coefficient('gwet_ac1', "Gwet's AC1", 'Gwet AC1', '(po − pe) / (1 − pe), pe = 2π(1 − π)', {
    en: 'Agreement beyond chance that holds at low prevalence.',
    zh: '在低患病率下仍稳定的机遇校正一致性。',
  }),
  coefficient('mcc', 'Matthews correlation', 'Matthews 相关系数', '(TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN))', {
    en: 'Correlation of the two readings, −1 to 1.',
    zh: '两种判读的相关系数，−1 至 1。',
  }),
  coefficient('f1', 'F1', 'F1 值', '2TP / (2TP + FP + FN)', {
    en: 'Harmonic mean of PPV and sensitivity.',
    zh: '阳性预测值与灵敏度的调和平均。',
  }),
  defineMetric({
    id: 'readings',
    label: { en: 'AI readings', zh: 'AI 判读数' },
    short: {
      en: 'Exam, product and finding with an AI result and a structured report.',
      zh: '同时具备 AI 结果与结构化报告的检查、产品与征象。',
    },
    unit: 'count',
    grain: grain.reading,
    definition: {
      en: 'Performed exams with structured findings, per product and finding with an ok result.',
      zh: '有结构化征象的完成检查，按成功返回结果的产品与征象计数。',
    },
    formula: 'count(*)',
    source: ['mart.ai_reading'],
    better: null,
    pages: ['overview', ...pages],
  }),
  defineMetric({
    id: 'products',
    label: { en: 'AI products in use', zh: '在用 AI 产品' },
    short: { en: 'Products with at least one reading.', zh: '至少有一次判读的产品。' },
    unit: 'count',
    grain: { en: 'AI product', zh: 'AI 产品' },
    definition: { en: 'Products with at least one reading in the period.', zh: '期间内至少有一次判读的产品。' },
    formula: 'count(distinct product_code)',
    source: ['mart.ai_reading'],
    better: null,
    pages: ['overview', ...pages],
  }),
  defineMetric({
    id: 'ai_failure_rate',
    label: { en: 'AI failure rate', zh: 'AI 失败率' },
    short: { en: 'Runs that failed, timed out or refused the images.', zh: '失败、超时或拒收影像的运行占比。' },
    unit: 'rate',
    grain: grain.run,
    definition: {
      en: 'Runs (exam, product, version) without any ok result, divided by all runs, by the local day on which the exam was sent, else came back.',
      zh: '没有任何成功结果的运行（检查、产品、版本）除以全部运行，按发送（缺失时按返回）的当地日期统计。',
    },
    formula: 'count(runs without ok) / count(runs)',
    source: ['main.ai_result'],
    better: 'lower',
    pages: ['overview', ...pages],
  }),
  defineMetric({
    id: 'ai_open_rate',
    label: { en: 'AI result opened', zh: 'AI 结果查看率' },
    short: { en: 'Runs with a result that a radiologist opened.', zh: '有结果的运行中医师打开查看的占比。' },
    unit: 'rate',
    grain: grain.run,
    definition: {
      en: 'Runs with an ok result that have an opening time, divided by runs with an ok result.',
      zh: '成功返回且有查看时间的运行除以成功返回的运行。',
    },
    formula: 'count(opened runs) / count(ok runs)',
    source: ['main.ai_result'],
    exclusions: [excludes.failedRuns],
    better: 'higher',
    pages: ['overview', ...pages],
  }),
  defineMetric({
    id: 'ai_coverage_rate',
    label: { en: 'AI coverage of findings', zh: 'AI 征象覆盖率' },
    short: {
      en: 'Reported findings for which some AI product gave a result.',
      zh: '医师报告的征象中有 AI 结果的占比。',
    },
    unit: 'rate',
    grain: grain.positive,
    definition: {
      en: 'Findings in structured reports for which some product has an ok result on that exam, over whole months.',
      zh: '结构化报告的征象中，该检查至少有一个产品成功返回该征象结果的占比，按整月统计。',
    },
    formula: 'sum(covered) / sum(reader_positives)',
    source: ['mart.ai_coverage_month'],
    exclusions: [excludes.notStructured],
    better: 'higher',
    pages: ['overview', ...pages],
  }),
  defineMetric({
    id: 'ai_flagged_share',
    label: { en: 'Findings flagged by AI', zh: 'AI 标记的征象占比' },
    short: { en: 'Reported findings that some AI product flagged.', zh: '医师报告的征象中被 AI 标记的占比。' },
    unit: 'rate',
    grain: grain.positive,
    definition: {
      en: "Findings in structured reports that some product's reading flagged, over whole months.",
      zh: '结构化报告的征象中至少被一个产品判读标记的占比，按整月统计。',
    },
    formula: 'sum(covered_and_flagged) / sum(reader_positives)',
    source: ['mart.ai_coverage_month'],
    exclusions: [excludes.notStructured],
    better: 'higher',
    pages: ['overview', ...pages],
  }),
]
