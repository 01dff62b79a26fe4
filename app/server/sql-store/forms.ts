import { z } from 'zod'
import { rolesFor } from '../../access.ts'
import { parametersIn } from '../../sql/address.ts'
import { EXPORT_FORMATS } from '../../sql/sql-types.ts'

/** Characters; a form as a whole has room for them, whatever their signs take in it. */
export const LONGEST_QUERY = 50_000

const text = (longest: number) => z.string().max(longest)
const query = text(LONGEST_QUERY)

const Asked = z.object({
  sql: query,
  snapshot: text(100).optional(),
  query_id: text(100).optional(),
  rows: z
    .string()
    .regex(/^[1-9]\d{0,6}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
  page: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number)
    .catch(1),
  quiet: z.literal('1').optional().catch(undefined),
  analyze: z.literal('1').optional().catch(undefined),
  format: z.enum(EXPORT_FORMATS).catch('csv'),
  name: text(200).optional().catch(undefined),
})

const Saved = z.object({
  id: text(100).optional(),
  name: text(120).trim().min(1),
  folder: text(80).trim().default(''),
  description: text(2_000).trim().default(''),
  sql: query.refine((value) => value.trim() !== ''),
  shared_with: z.enum(['nobody', 'everyone', ...rolesFor('sql')]).catch('nobody'),
})

export type Asked = z.infer<typeof Asked> & { parameters: Record<string, string> }
export type SavedForm = z.infer<typeof Saved> & { parameters: Record<string, string> }

const given = (form: FormData) => Object.fromEntries([...form].filter(([, value]) => value !== ''))

/** Null where the form is not one of ours, or its text is too long. */
export function readAsked(form: FormData): Asked | null {
  const parsed = Asked.safeParse({ sql: '', ...given(form) })
  return parsed.success ? { ...parsed.data, parameters: parametersIn(form) } : null
}

export function readSaved(form: FormData): SavedForm | null {
  const parsed = Saved.safeParse(given(form))
  return parsed.success ? { ...parsed.data, parameters: parametersIn(form) } : null
}
