import { z } from 'zod'
import { jsonErrorLine, lineOfPath } from './json-lines.ts'
import { ReferenceDataError } from './reference-data-error.ts'
import { givenCodeFault, parseDate, trimBlanks } from './values.ts'

const FILE = 'protocols.json'

const requiredText = z.string().transform(trimBlanks).pipe(z.string().min(1, 'must not be empty'))
/** Null, an absent key and blanks mean the same. */
const optionalText = requiredText
  .or(z.literal('').transform(() => null))
  .nullish()
  .transform((v) => v ?? null)
/** Stands within quotes in a JSON path. */
const keyword = requiredText.pipe(z.string().regex(/^[^"\\]+$/, 'must be a DICOM keyword'))
const finite = z.number().finite()
const date = z
  .string()
  .nullish()
  .transform((text, context) => {
    const trimmed = trimBlanks(text ?? '')
    if (trimmed === '') return null
    const parsed = parseDate(trimmed)
    if (parsed === null) context.addIssue({ code: 'custom', message: `"${trimmed}" is not a date such as 2026-03-01` })
    return parsed
  })
const severity = z
  .string()
  .transform((text) => trimBlanks(text).toLowerCase())
  .pipe(z.enum(['critical', 'major', 'minor']))
  .nullish()
  .transform((v) => v ?? 'major')

const ruleSchema = z
  .strictObject({
    target: finite.nullish(),
    tolerance: finite.min(0).nullish(),
    min: finite.nullish(),
    max: finite.nullish(),
    allowed: z.array(finite.or(requiredText)).min(1).nullish(),
    severity,
    when: z
      .strictObject({ manufacturer: optionalText, model: optionalText, field_strength_t: finite.nullish() })
      .nullish(),
  })
  .transform((rule, context) => {
    const given = (...names: (keyof typeof rule)[]) => names.filter((name) => rule[name] != null).length
    const shapes = [given('target', 'tolerance') > 0, given('min', 'max') > 0, given('allowed') > 0]
    if (shapes.filter(Boolean).length !== 1 || given('target', 'tolerance') === 1) {
      context.addIssue({ code: 'custom', message: 'a rule is one of {target, tolerance}, {min, max}, {allowed}' })
    }
    const { target, tolerance } = rule
    const isTarget = target != null && tolerance != null
    const min = isTarget ? decimal(target - tolerance) : (rule.min ?? null)
    const max = isTarget ? decimal(target + tolerance) : (rule.max ?? null)
    if (min !== null && max !== null && min > max) {
      context.addIssue({ code: 'custom', message: `min ${min} is above max ${max}` })
    }
    return {
      min,
      max,
      allowed: rule.allowed ?? null,
      severity: rule.severity,
      manufacturer: rule.when?.manufacturer ?? null,
      model: rule.when?.model ?? null,
      field_strength_t: rule.when?.field_strength_t ?? null,
    }
  })

const stepSchema = z.object({
  step: requiredText,
  order: z.number().int().nullish(),
  required: z
    .boolean()
    .nullish()
    .transform((v) => v ?? true),
  severity,
  parameters: z
    .record(keyword, ruleSchema.transform((rule) => [rule]).or(z.array(ruleSchema)))
    .nullish()
    .transform((v) => v ?? {}),
})

const protocolSchema = z
  .object({
    protocol_code: requiredText.superRefine((text, context) => {
      const message = givenCodeFault(text)
      if (message !== null) context.addIssue({ code: 'custom', message })
    }),
    version: z.number().int(),
    name_en: requiredText,
    name_zh: optionalText,
    modality: optionalText,
    body_part: optionalText,
    effective_from: date,
    effective_to: date,
    target_minutes: finite
      .min(0)
      .nullish()
      .transform((v) => v ?? null),
    contrast: z
      .boolean()
      .nullish()
      .transform((v) => v ?? null),
    dose_reference: z
      .looseObject({ CTDIvol: finite.positive().nullish(), DLP: finite.positive().nullish() })
      .nullish()
      .transform((v) => v ?? {}),
    steps: z.array(stepSchema),
  })
  .superRefine((protocol, context) => {
    const { effective_from: from, effective_to: to } = protocol
    if (from !== null && to !== null && to < from) {
      context.addIssue({ code: 'custom', path: ['effective_to'], message: `${to} is before effective_from ${from}` })
    }
    protocol.steps.forEach(({ step }, index) => {
      if (protocol.steps.findIndex((other) => other.step === step) < index) {
        context.addIssue({ code: 'custom', path: ['steps', index, 'step'], message: `step ${step} stands twice` })
      }
    })
  })

export type Protocol = z.output<typeof protocolSchema>
export type Rule = z.output<typeof ruleSchema>

/** Sums of decimals carry binary dust (7.8 + 0.078); twelve digits are more than any scanner is set to. */
function decimal(value: number): number {
  return Number(value.toPrecision(12))
}

/** The protocol book; the first thing that is wrong is thrown with its line and its path in the JSON. */
export function parseProtocols(text: string): Protocol[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ReferenceDataError({ file: FILE, line: jsonErrorLine(text) }, 'the text is not JSON here')
  }
  const parsed = z.array(protocolSchema).safeParse(json)
  if (!parsed.success) {
    const { path, message } = innermost(parsed.error.issues[0]!)
    const column = path.length > 0 ? path.join('.') : undefined
    throw new ReferenceDataError({ file: FILE, line: lineOfPath(text, path), column }, message)
  }
  checkKeys(text, parsed.data)
  return parsed.data
}

interface Issue {
  path: PropertyKey[]
  message: string
}

/** Of a union's alternatives the one that got furthest says what is really wrong. */
function innermost(issue: z.core.$ZodIssue): Issue {
  if (issue.code !== 'invalid_union') return { path: issue.path, message: issue.message }
  const candidates = issue.errors.flatMap((errors) => errors.slice(0, 1)).map(innermost)
  const deepest = candidates.sort((a, b) => b.path.length - a.path.length || rank(a) - rank(b))[0]
  return { path: [...issue.path, ...(deepest?.path ?? [])], message: deepest?.message ?? issue.message }
}

/** "Expected array, received object" is never what the author of a rule did wrong. */
const rank = (issue: Issue) => (/expected array/i.test(issue.message) ? 1 : 0)

function checkKeys(text: string, protocols: Protocol[]): void {
  const seen = new Set<string>()
  protocols.forEach((protocol, index) => {
    const key = JSON.stringify([protocol.protocol_code, protocol.version])
    if (seen.has(key)) {
      const place = { file: FILE, line: lineOfPath(text, [index]), column: `${index}.version` }
      throw new ReferenceDataError(place, `${protocol.protocol_code} version ${protocol.version} stands twice`)
    }
    seen.add(key)
  })
}
