import { defineMetrics, type MetricPage, type MetricSpec, type Text } from '../metric/define.ts'
import { combined, known, minus, plus, type Expression } from '../metric/expression.ts'
import { aiCoverageMonth, aiReading, aiRunDay } from '../metric/sources.ts'
import { excludes, grain } from '../metric/words.ts'
import { cohenKappa, gwetAc1 } from '../statistics/agreement.ts'
import { f1, matthews } from '../statistics/two-by-two.ts'

const pages: readonly MetricPage[] = ['concordance', 'center']

// The four outcomes by their definition: comparing two booleans is several times cheaper than a text.
export const tp = aiReading.countIf('flagged AND reader_positive', 'tp', "outcome = 'TP'")
export const fp = aiReading.countIf('flagged AND NOT reader_positive', 'fp', "outcome = 'FP'")
export const fn = aiReading.countIf('NOT flagged AND reader_positive', 'fn', "outcome = 'FN'")
export const tn = aiReading.countIf('NOT flagged AND NOT reader_positive', 'tn', "outcome = 'TN'")
const n = { ...plus(tp, fp, fn, tn), formula: 'count(*)' }

export const runs = aiRunDay.sum('runs')
const okRuns = aiRunDay.sum('ok_runs')
export const positives = aiCoverageMonth.sum('reader_positives')
export const coverable = aiCoverageMonth.sum('coverable')
export const covered = aiCoverageMonth.sum('covered')
export const coveredAndFlagged = aiCoverageMonth.sum('covered_and_flagged')

/** Fewer readings than this say nothing of how often two readers agree: one minimum for all figures of a 2×2. */
const LEAST = 5

const twoByTwo = (label: Text, numerator: Expression, denominator: Expression, definition: Text) =>
  ({
    kind: 'rate',
    numerator,
    denominator,
    label,
    short: definition,
    unit: 'rate',
    grain: grain.reading,
    definition: {
      en: `${definition.en} Concordance with the radiologist; not a measure of who is right.`,
      zh: `${definition.zh}表示与医师的一致程度，并不说明谁对谁错。`,
    },
    exclusions: [excludes.notStructured, excludes.failedRuns],
    better: 'higher',
    minimumCount: LEAST,
    pages,
  }) as const satisfies MetricSpec

/** By name: how a coefficient comes of the four counts, as pages compute it. */
const WORK = {
  kappa: known(
    (tp, fp, fn, tn) =>
      cohenKappa([
        [tp!, fp!],
        [fn!, tn!],
      ]).value,
  ),
  gwet_ac1: known(
    (tp, fp, fn, tn) =>
      gwetAc1([
        [tp!, fp!],
        [fn!, tn!],
      ]).value,
  ),
  mcc: known((tp, fp, fn, tn) => matthews({ tp: tp!, fp: fp!, fn: fn!, tn: tn! })),
  f1: known((tp, fp, fn, tn) => f1({ tp: tp!, fp: fp!, fn: fn!, tn: tn! })),
}

/** Interval and limits are computed in TypeScript (statistics/agreement.ts) on the four counts that the question gives. */
const coefficient = (
  label: Text,
  [name, text]: [keyof typeof WORK, (c: string[]) => string],
  denominator: Expression,
  definition: Text,
) =>
  ({
    kind: 'computed',
    value: combined([tp, fp, fn, tn], text, WORK[name]),
    denominator,
    label,
    short: definition,
    unit: 'coefficient',
    grain: grain.reading,
    definition,
    exclusions: [excludes.notStructured, excludes.failedRuns],
    better: 'higher',
    minimumCount: LEAST,
    pages,
  }) as const satisfies MetricSpec

const observed = (a: string, b: string, c: string, d: string) => `(1.0 * (${a} + ${d}) / (${a} + ${b} + ${c} + ${d}))`
const beyondChance = (po: string, pe: string) => `(${po} - ${pe}) / nullif(1 - ${pe}, 0)`

function kappaText([a, b, c, d]: string[]): string {
  const all = `(1.0 * (${a} + ${b} + ${c} + ${d}))`
  const chance = `(((${a} + ${b}) * (${a} + ${c}) + (${c} + ${d}) * (${b} + ${d})) / (${all} * ${all}))`
  return beyondChance(observed(a!, b!, c!, d!), chance)
}

function ac1Text([a, b, c, d]: string[]): string {
  const share = `((2.0 * ${a} + ${b} + ${c}) / (2 * (${a} + ${b} + ${c} + ${d})))`
  return beyondChance(observed(a!, b!, c!, d!), `(2 * ${share} * (1 - ${share}))`)
}

const matthewsText = ([a, b, c, d]: string[]) =>
  `(1.0 * ${a} * ${d} - 1.0 * ${b} * ${c}) / nullif(sqrt(1.0 * (${a} + ${b}) * (${a} + ${c})) * sqrt(1.0 * (${d} + ${b}) * (${d} + ${c})), 0)`

const f1Text = ([a, b, c]: string[]) => `2.0 * ${a} / nullif(2 * ${a} + ${b} + ${c}, 0)`

export const concordanceMetrics = defineMetrics({
  agreement: twoByTwo({ en: 'Agreement', zh: '一致率' }, plus(tp, tn), n, {
    en: 'Readings in which AI and radiologist agree.',
    zh: 'AI 与医师结论相同的占比。',
  }),
  sensitivity: twoByTwo({ en: 'Sensitivity to the radiologist', zh: '相对医师的灵敏度' }, tp, plus(tp, fn), {
    en: 'Of the findings that the radiologist reports, those that the AI flags.',
    zh: '医师报告的征象中被 AI 标记的占比。',
  }),
  specificity: twoByTwo({ en: 'Specificity to the radiologist', zh: '相对医师的特异度' }, tn, plus(tn, fp), {
    en: 'Of the exams in which the radiologist reports no such finding, those that the AI leaves unflagged.',
    zh: '医师未报告该征象的检查中 AI 未标记的占比。',
  }),
  ppv: twoByTwo({ en: 'PPV', zh: '阳性预测值' }, tp, plus(tp, fp), {
    en: 'Of what the AI flags, what the radiologist reports.',
    zh: 'AI 标记中医师也报告的占比。',
  }),
  npv: twoByTwo({ en: 'NPV', zh: '阴性预测值' }, tn, plus(tn, fn), {
    en: 'Of what the AI leaves unflagged, what the radiologist does not report either.',
    zh: 'AI 未标记中医师也未报告的占比。',
  }),
  prevalence: {
    ...twoByTwo({ en: 'Prevalence', zh: '报告阳性率' }, plus(tp, fn), n, {
      en: 'Exams in which the radiologist reports the finding.',
      zh: '医师报告该征象的检查占比。',
    }),
    better: null,
  },
  flag_rate: {
    ...twoByTwo({ en: 'Flag rate', zh: '标记率' }, plus(tp, fp), n, {
      en: 'Readings in which the AI flags the finding.',
      zh: 'AI 标记该征象的判读占比。',
    }),
    better: null,
  },
  kappa: coefficient({ en: "Cohen's κ", zh: 'Cohen κ' }, ['kappa', kappaText], n, {
    en: 'Agreement beyond chance; falls when nearly all exams are negative, so read it with AC1.',
    zh: '校正机遇后的一致性；当几乎全为阴性时会偏低，应与 AC1 同看。',
  }),
  gwet_ac1: coefficient({ en: "Gwet's AC1", zh: 'Gwet AC1' }, ['gwet_ac1', ac1Text], n, {
    en: 'Agreement beyond chance that holds at low prevalence.',
    zh: '在低患病率下仍稳定的机遇校正一致性。',
  }),
  mcc: coefficient({ en: 'Matthews correlation', zh: 'Matthews 相关系数' }, ['mcc', matthewsText], n, {
    en: 'Correlation of the two readings, −1 to 1.',
    zh: '两种判读的相关系数，−1 至 1。',
  }),
  f1: coefficient({ en: 'F1', zh: 'F1 值' }, ['f1', f1Text], plus(tp, fp, fn), {
    en: 'Harmonic mean of PPV and sensitivity.',
    zh: '阳性预测值与灵敏度的调和平均。',
  }),
  readings: {
    kind: 'count',
    value: n,
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
    better: null,
    pages: ['overview', ...pages],
  },
  products: {
    kind: 'count',
    value: aiReading.distinct('product_code', 'products'),
    label: { en: 'AI products in use', zh: '在用 AI 产品' },
    short: { en: 'Products with at least one reading.', zh: '至少有一次判读的产品。' },
    unit: 'count',
    grain: { en: 'AI product', zh: 'AI 产品' },
    definition: { en: 'Products with at least one reading in the period.', zh: '期间内至少有一次判读的产品。' },
    better: null,
    pages: ['overview', ...pages],
  },
  ai_failure_rate: {
    kind: 'rate',
    numerator: minus(runs, okRuns),
    denominator: runs,
    label: { en: 'AI failure rate', zh: 'AI 失败率' },
    short: { en: 'Runs that failed, timed out or refused the images.', zh: '失败、超时或拒收影像的运行占比。' },
    unit: 'rate',
    grain: grain.run,
    definition: {
      en: 'Runs (exam, product, version) without any ok result, divided by all runs, by the local day on which the exam was sent, else came back.',
      zh: '没有任何成功结果的运行（检查、产品、版本）除以全部运行，按发送（缺失时按返回）的当地日期统计。',
    },
    better: 'lower',
    pages: ['overview', ...pages],
  },
  ai_open_rate: {
    kind: 'rate',
    numerator: aiRunDay.sum('opened_runs'),
    denominator: okRuns,
    label: { en: 'AI result opened', zh: 'AI 结果查看率' },
    short: { en: 'Runs with a result that a radiologist opened.', zh: '有结果的运行中医师打开查看的占比。' },
    unit: 'rate',
    grain: grain.run,
    definition: {
      en: 'Runs with an ok result that have an opening time, divided by runs with an ok result.',
      zh: '成功返回且有查看时间的运行除以成功返回的运行。',
    },
    exclusions: [excludes.failedRuns],
    better: 'higher',
    pages: ['overview', ...pages],
  },
  ai_coverable_share: {
    kind: 'rate',
    numerator: coverable,
    denominator: positives,
    label: { en: 'Findings an AI product covers', zh: '有 AI 产品可用的征象占比' },
    short: {
      en: 'Reported findings that some AI product of the catalogue is made for.',
      zh: '医师报告的征象中目录内有 AI 产品针对的占比。',
    },
    unit: 'rate',
    grain: grain.positive,
    definition: {
      en: 'Findings in structured reports that some product of the catalogue lists for the modality, over whole months.',
      zh: '结构化报告的征象中，目录内至少有一个产品在该设备类型下列出该征象的占比，按整月统计。',
    },
    exclusions: [excludes.notStructured],
    better: null,
    pages: ['concordance'],
  },
  ai_coverage_rate: {
    kind: 'rate',
    numerator: covered,
    denominator: positives,
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
    exclusions: [excludes.notStructured],
    better: 'higher',
    pages: ['overview', ...pages],
  },
  ai_flagged_share: {
    kind: 'rate',
    numerator: coveredAndFlagged,
    denominator: positives,
    label: { en: 'Findings flagged by AI', zh: 'AI 标记的征象占比' },
    short: { en: 'Reported findings that some AI product flagged.', zh: '医师报告的征象中被 AI 标记的占比。' },
    unit: 'rate',
    grain: grain.positive,
    definition: {
      en: "Findings in structured reports that some product's reading flagged, over whole months.",
      zh: '结构化报告的征象中至少被一个产品判读标记的占比，按整月统计。',
    },
    exclusions: [excludes.notStructured],
    better: 'higher',
    pages: ['overview', ...pages],
  },
})
