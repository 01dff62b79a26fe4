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

const column = z
  .strictObject({
    from: source.optional(),
    join: z.array(source).min(2, 'joins fewer than two columns').max(8).optional(),
    with: z.string().max(4).optional(),
    constant: z.string().min(1).optional(),
    extract: extract.optional(),
    null_if: z.array(z.string()).optional(),
    case: z.enum(['lower', 'upper']).optional(),
    prefix: z.string().max(32).optional(),
    suffix: z.string().max(32).optional(),
    codes: z.record(z.string(), z.string()).optional(),
    unmapped: z.enum(['reject', 'keep', 'null']).optional(),
    epoch: z.enum(['seconds', 'milliseconds']).optional(),
    excel: z.enum(['1900', '1904']).optional(),
    order: z.enum(['mdy', 'dmy']).optional(),
    unit: z.enum(Object.keys(UNITS) as [Unit, ...Unit[]]).optional(),
    decimal: z.enum(['.', ',']).optional(),
    absolute: z.boolean().optional(),
    age_on: source.optional(),
    default: z.string().min(1).optional(),
  })
  .superRefine((c, context) => {
    const given = (['from', 'join', 'constant'] as const).filter((key) => c[key] !== undefined)
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    if (given.length > 1) say(`has ${given.join(' and ')}: a value comes from one of them`)
    if (given.length === 0 && c.default === undefined)
      say('has no from, join, constant or default: name where the value comes from')
    if (c.with !== undefined && !c.join) say('has with, but no join')
    if (c.unmapped !== undefined && !c.codes) say('has unmapped, but no codes')
  })

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
export const profileSchema = z.strictObject({
  title: z.string().max(120).optional(),
  revision: z.number().int().optional(),
  feed: z.string(),
  files: z.array(glob).min(1, 'names no file'),
  encoding: z.enum(ENCODINGS).default('auto'),
  delimiter: z.enum(Object.keys(DELIMITERS) as [Delimiter, ...Delimiter[]]).default('comma'),
  quote: z.enum(['"', "'", 'none']).default('"'),
  skip_lines: z.number().int().min(0).max(100).optional(),
  header_has: z.array(header).min(1).optional(),
  short_rows: z.boolean().optional(),
  totals: z.array(z.string().trim().min(1)).default([]),
  leave_out: z.array(condition).default([]),
  several_exams: splitting.optional(),
  columns: z.record(z.string(), z.union([source, column])),
})

export type ProfileFile = z.infer<typeof profileSchema>
export type ColumnRule = z.infer<typeof column>
export type Condition = z.infer<typeof condition>
export type SeveralExams = z.infer<typeof splitting>
