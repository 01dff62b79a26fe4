import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ALL_CENTERS, holdsCenter, SCOPE_KINDS, type CenterScope } from '#queries/scope/center-scope.ts'
import { ROLES, type Person, type Role } from '../../access.ts'
import { ConfigError } from '../errors.ts'

const NARROW = SCOPE_KINDS.filter((kind) => kind !== 'all')
const Claim = z.string().min(1)
const Scope = z.union([
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.enum(NARROW), values: z.array(z.string().min(1)).min(1) }),
])

/** The settings file: which claims of the provider give which roles and which centers (docs/sign-in.md). */
const Mapping = z.strictObject({
  /** What the button calls the provider, where it has a name that people know. */
  name: z.string().min(1).max(60).optional(),
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).default(['profile']),
  user_name: Claim.default('preferred_username'),
  display_name: Claim.default('name'),
  /** What becomes of somebody whose name an account has already, which nobody's identity is linked to. */
  existing_accounts: z.enum(['refuse', 'link']).default('refuse'),
  /** How it is known of roles that need a second factor: `provider` always asks them for one, or says it in a claim. */
  second_factor: z
    .union([z.literal('provider'), z.strictObject({ claim: Claim, values: z.array(z.string().min(1)).min(1) })])
    .optional(),
  roles: z
    .array(z.strictObject({ claim: Claim, value: z.string().min(1), roles: z.array(z.enum(ROLES)).min(1) }))
    .min(1),
  centers: z
    .array(
      z.union([
        z.strictObject({ claim: Claim, value: z.string().min(1), scope: Scope }),
        // The claim's values, behind a prefix, are codes themselves: 300 managers need no 300 lines.
        z.strictObject({ claim: Claim, prefix: z.string().default(''), kind: z.enum(NARROW) }),
      ]),
    )
    .min(1),
})
export type Mapping = z.infer<typeof Mapping>

export type Claims = Record<string, unknown>

/** @param secondFactorRoles roles that see nothing without a second factor @throws {ConfigError} */
export async function readMapping(file: string, secondFactorRoles: readonly Role[]): Promise<Mapping> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new ConfigError(
      `OIDC_MAPPING: ${file} cannot be read (${code}). It says who gets which roles and centers: write it (docs/sign-in.md).`,
      { cause },
    )
  }
  const parsed = Mapping.safeParse(jsonOf(text))
  if (parsed.success && (parsed.data.second_factor || secondFactorRoles.length === 0)) return parsed.data
  if (parsed.success) {
    throw new ConfigError(
      `OIDC_MAPPING: ${file} has no second_factor, and SECOND_FACTOR_ROLES is set: say how the provider tells of one (docs/sign-in.md).`,
    )
  }
  const [issue] = parsed.error.issues
  const place = issue?.path.join('.') || 'the whole file'
  throw new ConfigError(`OIDC_MAPPING: ${file} is wrong at ${place}: ${issue?.message}. See docs/sign-in.md.`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A claim's value: by its name, or where that begins with a slash by the JSON pointer (`/realm_access/roles`). */
function valueOf(claims: Claims, name: string): unknown {
  if (!name.startsWith('/')) return Object.hasOwn(claims, name) ? claims[name] : undefined
  let value: unknown = claims
  for (const part of name.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Claims)[key]
  }
  return value
}

/** The texts that a claim holds: one, several, or none where it is not there or of another kind. */
export const textsOf = (claims: Claims, name: string): string[] =>
  [valueOf(claims, name)].flat().filter((value): value is string => typeof value === 'string')

/** What a scope may name, as the reference data has it. */
export interface KnownCenter {
  center_code: string
  province: string | null
  ownership: string | null
}

function scopesOf({ centers }: Mapping, claims: Claims): CenterScope[] {
  return centers.flatMap((rule): CenterScope[] => {
    const texts = textsOf(claims, rule.claim)
    if ('scope' in rule) return texts.includes(rule.value) ? [rule.scope] : []
    const values = texts.filter((text) => text.startsWith(rule.prefix)).map((text) => text.slice(rule.prefix.length))
    return values.length > 0 ? [{ kind: rule.kind, values }] : []
  })
}

/** One scope for all that were matched: of one kind as it is, of several as the centers that they hold now. */
function joined(scopes: CenterScope[], centers: readonly KnownCenter[]): CenterScope {
  const narrow = scopes.filter((scope) => scope.kind !== 'all')
  if (narrow.length < scopes.length) return ALL_CENTERS
  const [first] = narrow
  if (first && narrow.every(({ kind }) => kind === first.kind))
    return { kind: first.kind, values: [...new Set(narrow.flatMap(({ values }) => values))].sort() }
  const held = centers.filter((center) => narrow.some((scope) => holdsCenter(scope, center)))
  return { kind: 'center', values: held.map(({ center_code }) => center_code).sort() }
}

export type Mapped =
  { outcome: 'rights'; rights: Person; unknown: string[] } | { outcome: 'no_role' | 'no_centers'; unknown: string[] }

/**
 * Roles and centers by claims. What names no center of the reference data counts for nothing, so that nobody works for a center
 * that comes later under a code that a directory had wrong.
 * @param centers those of the reference data
 */
export function rightsByClaims(mapping: Mapping, claims: Claims, centers: readonly KnownCenter[]): Mapped {
  const matched = mapping.roles.filter(({ claim, value }) => textsOf(claims, claim).includes(value))
  const roles: Role[] = ROLES.filter((role) => matched.some((rule) => rule.roles.includes(role)))
  const unknown: string[] = []
  const scopes = scopesOf(mapping, claims).flatMap((scope): CenterScope[] => {
    if (scope.kind === 'all') return [scope]
    const isKnown = (value: string) =>
      centers.some((center) => holdsCenter({ kind: scope.kind, values: [value] }, center))
    unknown.push(...scope.values.filter((value) => !isKnown(value)))
    const values = scope.values.filter(isKnown)
    return values.length > 0 ? [{ kind: scope.kind, values }] : []
  })
  if (roles.length === 0) return { outcome: 'no_role', unknown }
  if (scopes.length === 0) return { outcome: 'no_centers', unknown }
  return { outcome: 'rights', rights: { roles, scope: joined(scopes, centers) }, unknown }
}

/** Whether the provider is known to have asked for a second factor; what nobody says did not happen. */
export function hadSecondFactor({ second_factor }: Mapping, claims: Claims): boolean {
  if (!second_factor || second_factor === 'provider') return second_factor === 'provider'
  return textsOf(claims, second_factor.claim).some((text) => second_factor.values.includes(text))
}
