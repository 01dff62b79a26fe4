import { z } from 'zod'
import { patternProblem } from './patterns.ts'
import { ENCODINGS } from '../contracts/encodings.ts'
import { UNITS, type Unit } from './numbers.ts'

const header = z.string().trim().min(1, 'is empty: name a column of the header')
/** One name, or several of which the first that the header has is taken. */
const source = z.union([header, z.array(header).min(1, 'names no column')])

const pattern = z.string().superRefine((text, context) => {
  const problem = patternProblem(text)
  if (problem) context.addIssue({ code: 'custom', message: `"${text.slice(0, 40)}" ${problem}` })
})

const extract = pattern.refine((text) => text.includes('(?<value>'), 'needs a group named value, as in (?<value>\\d+)')

/** What becomes of one key of a JSON object that is made of several columns. */
const part = z.union([
  source,
  z.strictObject({
    from: source,
    extract: extract.optional(),
    null_if: z.array(z.string()).optional(),
    decimal: z.enum(['.', ',']).optional(),
    round: z.number().int().min(0).max(12).optional(),
    text: z.boolean().optional(),
  }),
])

const keyword = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/, 'is no DICOM keyword, such as SliceThickness')

const zone = z.string().refine(isZone, 'is no time zone, such as Asia/Shanghai or UTC')

const column = z
  .strictObject({
    from: source.optional(),
    join: z.array(source).min(2, 'joins fewer than two columns').max(8).optional(),
    with: z.string().max(4).optional(),
    constant: z.string().min(1).optional(),
    sum: z.array(source).min(1, 'adds no column').max(16).optional(),
    minus: z.array(source).min(1, 'takes off no column').max(16).optional(),
    object: z.record(keyword, part).optional(),
    extract: extract.optional(),
    null_if: z.array(z.string()).optional(),
    case: z.enum(['lower', 'upper']).optional(),
    prefix: z.string().max(32).optional(),
    suffix: z.string().max(32).optional(),
    codes: z.record(z.string(), z.string()).optional(),
    unmapped: z.enum(['reject', 'keep', 'null']).optional(),
    epoch: z.enum(['seconds', 'milliseconds']).optional(),
    excel: z.enum(['1900', '1904']).optional(),
    order: z.enum(['mdy', 'dmy', 'ymd']).optional(),
    zone: zone.optional(),
    unit: z.enum(Object.keys(UNITS) as [Unit, ...Unit[]]).optional(),
    decimal: z.enum(['.', ',']).optional(),
    absolute: z.boolean().optional(),
    round: z.number().int().min(0).max(12).optional(),
    age_on: source.optional(),
    default: z.string().min(1).optional(),
  })
  .superRefine((c, context) => {
    const given = (['from', 'join', 'constant', 'sum', 'object'] as const).filter((key) => c[key] !== undefined)
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    if (given.length > 1) say(`has ${given.join(' and ')}: a value comes from one of them`)
    if (given.length === 0 && c.default === undefined)
      say('has no from, join, sum, object, constant or default: name where the value comes from')
    if (c.with !== undefined && !c.join) say('has with, but no join')
    if (c.minus !== undefined && !c.sum) say('has minus, but no sum: name what it is taken off from')
    if (c.unmapped !== undefined && !c.codes) say('has unmapped, but no codes')
    const alone = c.sum ? 'sum' : c.object ? 'object' : null
    const beside = alone === 'sum' ? BESIDE_SUM : []
    const odd = Object.keys(c).find((key) => key !== alone && !beside.includes(key))
    if (alone && odd !== undefined) say(`has ${alone} and ${odd}, which do not go together`)
  })

/** What a sum may have beside it. */
const BESIDE_SUM = ['minus', 'null_if', 'unit', 'decimal', 'absolute', 'round', 'default']

function isZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

const condition = z
  .strictObject({
    column: source,
    in: z.array(z.string()).min(1).optional(),
    matches: pattern.optional(),
    empty: z.boolean().optional(),
    because: z.string().min(1).max(60),
  })
  .refine(
    (c) => [c.in, c.matches, c.empty].filter((x) => x !== undefined).length === 1,
    'needs one of in, matches, empty',
  )

const glob = z
  .string()
  .regex(/^[^*?/\\]+\/[^\\]+$/, 'must begin with the folder of its feed, as in exams/C017/**/*.csv')
  .refine(
    (text) => !text.split('/').some((part) => part === '..' || part === '.' || part === ''),
    'must not hold ., .. or //',
  )

const splitting = z
  .strictObject({
    columns: z.array(header).min(1).optional(),
    separators: z.array(z.string().min(1).max(4)).min(1).optional(),
    groups: z.array(z.record(header, header)).min(2, 'needs at least two groups').optional(),
    number: z.strictObject({ column: z.string(), with: z.string().max(4).default('-') }).optional(),
  })
  .superRefine((s, context) => {
    const lists = s.columns !== undefined
    if (lists === (s.groups !== undefined))
      context.addIssue({ code: 'custom', message: 'needs either columns and separators, or groups' })
    if (lists !== (s.separators !== undefined))
      context.addIssue({ code: 'custom', message: 'columns and separators go together' })
  })

export const DELIMITERS = { comma: ',', tab: '\t', semicolon: ';', 'full-width comma': '，', pipe: '|' } as const
type Delimiter = keyof typeof DELIMITERS

/** A source profile as it stands in its file. Unknown keys are errors: a typing mistake must not pass in silence. */
export const profileSchema = z
  .strictObject({
    title: z.string().max(120).optional(),
    revision: z.number().int().optional(),
    feed: z.string(),
    files: z.array(glob).min(1, 'names no file'),
    encoding: z.enum(ENCODINGS).default('auto'),
    delimiter: z.enum(Object.keys(DELIMITERS) as [Delimiter, ...Delimiter[]]).default('comma'),
    quote: z.enum(['"', "'", 'none']).default('"'),
    skip_lines: z.number().int().min(0).max(100).optional(),
    header_has: z.array(header).min(1).optional(),
    header_rows: z.union([z.literal(1), z.literal(2)]).optional(),
    no_header: z.array(z.string().trim().max(200)).min(1, 'names no column').max(2000).optional(),
    short_rows: z.boolean().optional(),
    totals: z.array(z.string().trim().min(1)).default([]),
    leave_out: z.array(condition).default([]),
    keep_only: z.array(condition).default([]),
    several_exams: splitting.optional(),
    columns: z.record(z.string(), z.union([source, column])),
  })
  .superRefine((p, context) => {
    const clash = p.no_header && (['header_has', 'header_rows'] as const).find((key) => p[key] !== undefined)
    if (clash) context.addIssue({ code: 'custom', path: ['no_header'], message: `goes without ${clash}: remove one` })
  })

export type ProfileFile = z.infer<typeof profileSchema>
export type ColumnRule = z.infer<typeof column>
export type Part = z.infer<typeof part>
export type Condition = z.infer<typeof condition>
export type SeveralExams = z.infer<typeof splitting>
