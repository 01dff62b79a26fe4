import { defineMetrics, type MetricPage, type MetricSpec, type Text } from '../metric/define.ts'
import { minus, plus, type Expression } from '../metric/expression.ts'
import { bookDay, bookExam, COVERED, examCompliance, OF_OTHER_MODALITY } from '../metric/sources.ts'
import { excludes, grain } from '../metric/words.ts'

const pages: readonly MetricPage[] = ['overview', 'compliance', 'center']

/** Exams under a protocol, whether they could be judged or not. */
export const judgedExams = examCompliance.rows('exams')
const assessable = examCompliance.countIf('assessable', 'assessable')
const compliant = examCompliance.countIf('compliant', 'compliant')

/**
 * Performed exams that the book covers: of its modalities, with a protocol or without, and those that carry one of its
 * protocols. Every exam that could be judged is among them.
 */
const covered = plus(
  bookDay.sum('exams_performed', { as: 'of_book_modality', byScanner: bookExam.rows('of_book_modality') }),
  examCompliance.countIf(OF_OTHER_MODALITY, 'of_other_modality'),
)
const withProtocol = examCompliance.countIf(COVERED, 'with_protocol')

const state = (en: string, zh: string, value: Expression, better: 'higher' | 'lower' | null) =>
  ({
    kind: 'count',
    value,
    label: { en, zh },
    short: { en: `${en} of the period.`, zh: `期间内的${zh}。` },
    unit: 'count',
    grain: grain.exam,
    definition: {
      en: 'An exam is compliant, deviating or not assessable: no protocol, no version in force on the day, or no series in the log.',
      zh: '检查分为合规、偏差、无法评估三态；无法评估指没有协议代码、当日无生效版本或日志中没有序列。',
    },
    better,
    pages: ['compliance'],
  }) as const satisfies MetricSpec

/** Why exams could not be assessed; each has one reason. */
const reason = (label: Text, short: Text, value: Expression) =>
  ({
    kind: 'count',
    value,
    label,
    short,
    unit: 'count',
    grain: grain.exam,
    definition: short,
    better: 'lower',
    pages: ['compliance'],
  }) as const satisfies MetricSpec

export const complianceMetrics = defineMetrics({
  compliance_rate: {
    kind: 'rate',
    numerator: compliant,
    denominator: assessable,
    label: { en: 'Protocol compliance', zh: '协议合规率' },
    short: {
      en: 'Assessable exams that followed their protocol in every step and parameter.',
      zh: '可评估检查中各步骤与参数均符合协议的占比。',
    },
    unit: 'rate',
    grain: grain.exam,
    definition: {
      en: 'Compliant divided by assessable exams. Compliant: no required step missing, no ruled parameter outside its rule or absent, no missing tag on a judged series. Extra steps, order and dose are reported and do not break compliance.',
      zh: '合规检查数除以可评估检查数。合规：必需步骤齐全、受控参数均在规则内且未缺失、被评判序列无缺失标签。多余步骤、顺序与剂量仅列示，不影响合规。',
    },
    exclusions: [excludes.notPerformed, excludes.notAssessable],
    better: 'higher',
    pages,
  },
  compliance_coverage_rate: {
    kind: 'rate',
    numerator: assessable,
    denominator: covered,
    label: { en: 'Compliance coverage', zh: '合规评估覆盖率' },
    short: {
      en: 'Performed exams covered by the protocol book that could be assessed.',
      zh: '协议手册覆盖的完成检查中可评估的占比。',
    },
    unit: 'rate',
    grain: grain.exam,
    definition: {
      en: 'Assessable exams divided by performed exams whose modality is in the protocol book or that carry one of its protocols, so that a protocol left empty does not flatter.',
      zh: '可评估检查数除以设备类型在协议手册内或采用手册内协议的完成检查数，使未填写协议的检查不会美化合规率。',
    },
    better: 'higher',
    pages,
  },
  assessable: state('Assessable exams', '可评估检查', assessable, null),
  compliant: state('Compliant exams', '合规检查', compliant, 'higher'),
  deviating: state('Deviating exams', '偏差检查', minus(assessable, compliant), 'lower'),
  not_assessable: state('Not assessable', '无法评估', minus(covered, assessable), 'lower'),
  no_protocol_code: reason(
    { en: 'No protocol named', zh: '未标注协议' },
    {
      en: "Performed exams of the book's modalities that name no protocol.",
      zh: '协议手册所含设备类型中未标注协议的完成检查。',
    },
    minus(covered, withProtocol),
  ),
  no_version: reason(
    { en: 'No version in force', zh: '无有效版本' },
    { en: 'Exams whose protocol had no version in force on their day.', zh: '当日所用协议没有有效版本的检查。' },
    examCompliance.countIf(`reason = 'no_version' AND ${COVERED}`, 'no_version'),
  ),
  no_acquisitions: reason(
    { en: 'No series in the log', zh: '日志无序列' },
    { en: 'Exams of which the scanner log has no series.', zh: '设备日志中没有任何序列的检查。' },
    examCompliance.countIf("reason = 'no_acquisitions'", 'no_acquisitions'),
  ),
  critical_deviations: {
    kind: 'count',
    value: examCompliance.sum('critical_deviations'),
    label: { en: 'Critical deviations', zh: '严重偏差' },
    short: { en: 'Deviations whose step or rule is marked critical.', zh: '所属步骤或规则标为严重的偏差。' },
    unit: 'count',
    grain: grain.deviation,
    definition: {
      en: 'Missing steps and deviating or missing parameters whose step or rule has severity critical.',
      zh: '步骤或规则等级为 critical 的缺失步骤、超差参数与缺失参数。',
    },
    better: 'lower',
    pages: ['compliance', 'center'],
  },
  dose_over_reference_rate: {
    kind: 'rate',
    numerator: examCompliance.countIf('dose_over_reference', 'over_reference'),
    denominator: examCompliance.countIf('dose_over_reference IS NOT NULL', 'dosed'),
    label: { en: 'Dose over reference level', zh: '剂量超参考水平率' },
    short: {
      en: 'Exams above the reference level, among those with a level and a logged dose.',
      zh: '有参考水平且有剂量记录的检查中超出参考水平的占比。',
    },
    unit: 'rate',
    grain: grain.exam,
    definition: {
      en: "The sum of DLP over all acquisitions, or the largest CTDIvol over judged series, exceeds the protocol version's reference level. A reference level judges a practice, not one patient.",
      zh: '全部采集的 DLP 之和或被评判序列的最大 CTDIvol 超过该协议版本的参考水平。参考水平用于评价整体做法，而非单个患者。',
    },
    better: 'lower',
    pages: ['compliance', 'center'],
  },
  wrong_order_rate: {
    kind: 'rate',
    numerator: examCompliance.countIf('NOT steps_in_order', 'wrong_order'),
    denominator: examCompliance.countIf('steps_in_order IS NOT NULL', 'ordered'),
    label: { en: 'Steps out of order', zh: '步骤顺序错误率' },
    short: { en: 'Assessable exams whose steps went back in order.', zh: '可评估检查中步骤顺序倒退的占比。' },
    unit: 'rate',
    grain: grain.exam,
    definition: {
      en: "Known steps' judged acquisitions, sorted by start, go back in step order.",
      zh: '已知步骤的被评判采集按开始时间排序后出现顺序倒退。',
    },
    better: 'lower',
    pages: ['compliance'],
  },
  repeated_steps: {
    kind: 'count',
    value: examCompliance.sum('repeated_steps'),
    label: { en: 'Repeated steps', zh: '重复步骤数' },
    short: { en: 'Acquisitions beyond the first of their step.', zh: '同一步骤首次之后的采集次数。' },
    unit: 'count',
    grain: { en: 'acquisition (series)', zh: '采集（序列）' },
    definition: {
      en: 'Acquisitions beyond the first of their step name, known or not.',
      zh: '同名步骤首次之后的全部采集，无论步骤是否在册。',
    },
    better: 'lower',
    pages: ['compliance'],
  },
})
