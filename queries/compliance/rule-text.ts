/** Shortest decimal form: 2000, not 2000.0 and not 2e3. */
export function plainNumber(value: number): string {
  const text = String(value)
  return text.includes('e-') ? value.toFixed(18).replace(/\.?0+$/, '') : text
}

export interface Rule {
  parameter: string
  min_value: number | null
  max_value: number | null
  allowed: string[] | null
  manufacturer: string | null
  model: string | null
  field_strength_t: number | null
  severity: string | null
}

export interface RuledScanner {
  manufacturer: string | null
  model: string | null
  field_strength_t: number | null
}

const asNumber = (text: string) =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? plainNumber(Number(text)) : text

/** A rule as the deviation mart writes it: `min…max`, `≥ min`, `≤ max`, or its values joined by `, `. */
export function ruleText(rule: Rule): string {
  if (rule.allowed) return rule.allowed.map(asNumber).join(', ')
  if (rule.min_value === null) return rule.max_value === null ? '' : `≤ ${plainNumber(rule.max_value)}`
  if (rule.max_value === null) return `≥ ${plainNumber(rule.min_value)}`
  return `${plainNumber(rule.min_value)}…${plainNumber(rule.max_value)}`
}

/** A logged value as text; lists joined by `, `; null where nothing was logged. */
export function observedText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((v) => observedText(v) ?? '').join(', ')
  return typeof value === 'number' ? plainNumber(value) : String(value)
}

const sameText = (rule: string | null, scanner: string | null) =>
  rule === null || (scanner !== null && rule.toLowerCase() === scanner.toLowerCase())

/** Whether a rule's `when` holds on the scanner that logged the series. */
export function rulesScanner(rule: Rule, scanner: RuledScanner | undefined): boolean {
  const field = rule.field_strength_t
  return (
    sameText(rule.manufacturer, scanner?.manufacturer ?? null) &&
    sameText(rule.model, scanner?.model ?? null) &&
    (field === null ||
      (scanner?.field_strength_t != null &&
        Math.abs(field - scanner.field_strength_t) <= 1e-9 * Math.max(1, Math.abs(field))))
  )
}
