import type { Kysely } from 'kysely'
import { ruleText, type Rule } from '../compliance/rule-text.ts'
import type { Severity } from '../compliance/compliance-types.ts'
import { addMonths, monthOf } from '../filter/days.ts'
import type { Day } from '../page/page-types.ts'
import type { Database, Protocol, ProtocolRule } from '../schema.ts'
import type { Draft, DraftChange, DraftRule, FleetRow } from './protocol-types.ts'

type BookRule = Pick<
  ProtocolRule,
  | 'step'
  | 'step_order'
  | 'required'
  | 'parameter'
  | 'rule_order'
  | 'min_value'
  | 'max_value'
  | 'allowed'
  | 'allowed_numbers'
  | 'allowed_texts'
  | 'manufacturer'
  | 'model'
  | 'field_strength_t'
  | 'step_severity'
  | 'severity'
>

/** The rules of one version in the book's order; a step without rules is a row without a parameter. */
export const rulesOf = (db: Kysely<Database>, protocol_code: string, version: number): Promise<BookRule[]> =>
  db
    .selectFrom('protocol_rule')
    .select(['step', 'step_order', 'required', 'parameter', 'rule_order', 'min_value', 'max_value', 'allowed'])
    .select([
      'allowed_numbers',
      'allowed_texts',
      'manufacturer',
      'model',
      'field_strength_t',
      'step_severity',
      'severity',
    ])
    .where('protocol_code', '=', protocol_code)
    .where('version', '=', version)
    .orderBy('step_order')
    .orderBy('step')
    .orderBy('parameter')
    .orderBy('rule_order')
    .execute()

/** Six digits are more than a scanner is set to. */
const rounded = (value: number) => Number(value.toPrecision(6))

type Bounds = Pick<BookRule, 'min_value' | 'max_value'>

/** The band of the same width around what the fleet does; null where the rule stays. */
function moved(rule: BookRule, row: FleetRow | undefined): Bounds | null {
  if (row?.verdict !== 'agrees_otherwise' || row.median === null) return null
  if (rule.min_value === null || rule.max_value === null) return null
  const half = (rule.max_value - rule.min_value) / 2
  return { min_value: rounded(row.median - half), max_value: rounded(row.median + half) }
}

const textOf = (rule: BookRule, bounds: Bounds) => ruleText({ ...rule, ...bounds } as Rule)

/** The rules that the fleet's own practice would move, with what it is judged from. */
function changesOf(rules: BookRule[], fleet: FleetRow[]) {
  return rules.flatMap((rule) => {
    const row = fleet.find(
      (one) =>
        one.is_whole &&
        one.step === rule.step &&
        one.parameter === rule.parameter &&
        one.rule_order === rule.rule_order,
    )
    const bounds = moved(rule, row)
    return bounds ? [{ rule, bounds, exams: row!.exams }] : []
  })
}

function draftRule(rule: BookRule, bounds: Bounds): DraftRule {
  const { manufacturer, model, field_strength_t, allowed, allowed_numbers, allowed_texts, severity } = rule
  const when = {
    ...(manufacturer !== null && { manufacturer }),
    ...(model !== null && { model }),
    ...(field_strength_t !== null && { field_strength_t }),
  }
  return {
    ...(Object.keys(when).length > 0 && { when }),
    ...(allowed !== null && { allowed: [...(allowed_numbers ?? []), ...(allowed_texts ?? [])] }),
    ...(bounds.min_value !== null && { min: bounds.min_value }),
    ...(bounds.max_value !== null && { max: bounds.max_value }),
    ...(severity !== null && { severity }),
  }
}

function stepsOf(rules: BookRule[], changes: ReturnType<typeof changesOf>): Draft['steps'] {
  const names = [...new Set(rules.map(({ step }) => step))]
  return names.map((step) => {
    const mine = rules.filter((rule) => rule.step === step)
    const { step_order, required, step_severity } = mine[0]!
    const parameters: Record<string, DraftRule[]> = {}
    for (const rule of mine) {
      if (rule.parameter === null) continue
      const bounds = changes.find((change) => change.rule === rule)?.bounds ?? rule
      parameters[rule.parameter] = [...(parameters[rule.parameter] ?? []), draftRule(rule, bounds)]
    }
    return { step, order: step_order, required, ...(step_severity !== null && { severity: step_severity }), parameters }
  })
}

/**
 * The next version with the rules that the fleet agrees on otherwise moved to what it does, everything else as it is. In
 * force from the first of the month after `lastDay`: a person decides, and mends the day.
 */
export function draftOf(newest: Protocol, rules: BookRule[], fleet: FleetRow[], lastDay: Day) {
  const changes = changesOf(rules, fleet)
  const { protocol_code, name_en, name_zh, modality, body_part, target_minutes, contrast } = newest
  const levels = { CTDIvol: newest.ctdi_vol_reference, DLP: newest.dlp_reference }
  const draft: Draft = {
    ...{ protocol_code, version: newest.version + 1, name_en: name_en ?? protocol_code, name_zh, modality, body_part },
    effective_from: addMonths(monthOf(lastDay), 1),
    effective_to: null,
    ...{ target_minutes, contrast },
    dose_reference: Object.fromEntries(Object.entries(levels).flatMap(([name, v]) => (v === null ? [] : [[name, v]]))),
    steps: stepsOf(rules, changes),
  }
  const draft_changes = changes.map(({ rule, bounds, exams }): DraftChange => {
    const { step, parameter, rule_order, severity } = rule
    const [from, to] = [textOf(rule, rule), textOf(rule, bounds)]
    return {
      step,
      parameter: parameter!,
      rule_order: rule_order!,
      severity: severity as Severity | null,
      from,
      to,
      exams,
    }
  })
  return { draft, draft_changes }
}
