import { z } from 'zod'
import { contractOf, contracts } from '../contracts/index.ts'
import { isPointer } from './pointer.ts'

const feeds = contracts.map((c) => c.feed)
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Only variables that are named so are ever sent: no declaration can give away the program's own settings. */
const secretName = z
  .string()
  .regex(/^SOURCE_[A-Z0-9_]+$/, 'must be the name of an environment variable that begins with SOURCE_, not the secret')
  .refine((name) => !name.endsWith('_HOST'), 'must not end in _HOST: such variables name the hosts that secrets go to')
const pointer = z.string().refine(isPointer, 'must be a JSON pointer such as /data/items, or "" for the whole answer')
const header = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be the name of a header')
const name = z.string().min(1)
const seconds = z.number().positive().max(86_400)
const whole = (max: number) => z.number().int().min(1).max(max)

const address = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'must be an https address')
  .refine((text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '', {
    message: 'must hold no user or password: declare them under auth',
  })
  .refine((text) => !URL.canParse(text) || new URL(text).search + new URL(text).hash === '', {
    message: 'must end with the path: declare parameters under query, secrets under auth',
  })

const auth = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('bearer'), token_env: secretName }),
  z.strictObject({ type: z.literal('header'), name: header, value_env: secretName }),
  z.strictObject({ type: z.literal('basic'), user_env: secretName, password_env: secretName }),
  z.strictObject({ type: z.literal('query'), parameter: name, value_env: secretName }),
  z.strictObject({
    type: z.literal('client_credentials'),
    token_address: address,
    client_id_env: secretName,
    client_secret_env: secretName,
    scope: name.optional(),
    send_as: z.enum(['basic', 'body']).default('basic'),
  }),
])

const paging = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z
    .strictObject({
      type: z.literal('cursor'),
      parameter: name,
      next: pointer.optional(),
      next_header: header.optional(),
      more: pointer.optional(),
    })
    .refine((p) => (p.next === undefined) !== (p.next_header === undefined), 'needs either next or next_header'),
  z.strictObject({
    type: z.literal('page'),
    parameter: name,
    first: z.number().int().min(0).default(1),
    total_pages: pointer.optional(),
  }),
  z.strictObject({ type: z.literal('offset'), parameter: name }),
  z.strictObject({ type: z.literal('link'), next: pointer.optional() }),
])

const timeZone = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}, 'must be an IANA time zone such as Asia/Shanghai')

const updatedSince = z.strictObject({
  parameter: name,
  field: pointer.optional(),
  format: z.enum(['iso', 'local', 'date', 'epoch_seconds', 'epoch_milliseconds']).default('iso'),
  time_zone: timeZone.default('Asia/Shanghai'),
  overlap_seconds: z.number().min(0).max(31_536_000).default(300),
  initial: z.iso.datetime({ offset: true }).optional(),
})

const shape = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1 to 63 of a-z, 0-9 and -'),
  enabled: z.boolean().default(true),
  feed: z.enum(feeds as [string, ...string[]]),
  center: z
    .string()
    .regex(/^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/, 'must be a center_code of letters, digits, _ . -')
    .optional(),
  address,
  allow_http: z.boolean().default(false),
  auth: auth.optional(),
  headers: z.record(header, z.string().regex(/^[\x20-\x7e]*$/)).default({}),
  query: z.record(name, z.string().or(z.number())).default({}),
  format: z.enum(['json', 'ndjson']).default('json'),
  records: pointer.default(''),
  fields: z.record(z.string(), pointer).optional(),
  paging: paging.default({ type: 'none' }),
  page_size: z.strictObject({ parameter: name, records: whole(1_000_000) }).optional(),
  updated_since: updatedSince.optional(),
  rate_limit: z.strictObject({ requests: z.number().positive(), per: z.enum(['second', 'minute']) }).optional(),
  timeouts: z
    .strictObject({
      answer_seconds: seconds.default(30),
      idle_seconds: seconds.default(30),
      whole_seconds: seconds.default(300),
    })
    .prefault({}),
  retry: z
    .strictObject({
      attempts: whole(20).default(5),
      base_seconds: seconds.default(1),
      most_seconds: seconds.default(60),
      most_wait_seconds: seconds.default(300),
    })
    .prefault({}),
  limits: z
    .strictObject({
      pages: whole(1_000_000).default(10_000),
      bytes: whole(1e12).default(2_000_000_000),
      page_bytes: whole(500_000_000).default(64_000_000),
      seconds: seconds.default(1800),
    })
    .prefault({}),
})

type Shape = z.output<typeof shape>

function checkHttp(source: Shape, context: z.RefinementCtx): void {
  const places: [string, string[]][] = [[source.address, ['address']]]
  if (source.auth?.type === 'client_credentials') places.push([source.auth.token_address, ['auth', 'token_address']])
  for (const [text, path] of places) {
    const url = new URL(text)
    if (url.protocol === 'https:' || LOOPBACK.test(url.hostname) || source.allow_http) continue
    const message = 'must be https; http is read along the way. Set allow_http to true only within a closed network'
    context.addIssue({ code: 'custom', path, message })
  }
}

function checkFields(source: Shape, context: z.RefinementCtx): void {
  const known = contractOf(source.feed)!.columns.map((c) => c.name)
  for (const field of Object.keys(source.fields ?? {})) {
    if (known.includes(field)) continue
    const message = `${source.feed} has no such column. Columns: ${known.join(', ')}`
    context.addIssue({ code: 'custom', path: ['fields', field], message })
  }
}

function checkNdjson(source: Shape, context: z.RefinementCtx): void {
  if (source.format !== 'ndjson') return
  const { paging } = source
  const inBody = [
    [source.records !== '', ['records']],
    [(paging.type === 'cursor' || paging.type === 'link') && paging.next !== undefined, ['paging', 'next']],
    [paging.type === 'cursor' && paging.more !== undefined, ['paging', 'more']],
    [paging.type === 'page' && paging.total_pages !== undefined, ['paging', 'total_pages']],
  ] as const
  for (const [wrong, path] of inBody) {
    const message = 'an NDJSON answer holds records only: leave it out, or take the cursor from next_header'
    if (wrong) context.addIssue({ code: 'custom', path: [...path], message })
  }
}

/** One declared source. Every default is stated in docs/sources.md. */
export const sourceSchema = shape.superRefine((source, context) => {
  checkHttp(source, context)
  checkFields(source, context)
  checkNdjson(source, context)
})

export const declarationSchema = z
  .strictObject({ sources: z.array(sourceSchema) })
  .superRefine(({ sources }, context) => {
    sources.forEach(({ id }, index) => {
      if (sources.findIndex((s) => s.id === id) === index) return
      context.addIssue({ code: 'custom', path: ['sources', index, 'id'], message: `the id ${id} stands twice` })
    })
  })

export type Source = z.output<typeof sourceSchema>
