import type { Kysely } from 'kysely'
import type { Person, Role } from '../../access.ts'
import { PROVIDER_PROBLEMS, type ProviderProblem } from '../../sign-in/provider-problems.ts'
import type { AppDatabase } from '../app-db/schema.ts'
import { audit } from '../audit/audit.ts'
import type { Log } from '../log.ts'
import { enter } from '../people/enter.ts'
import { newKey } from '../people/keys.ts'
import type { KnownPerson } from '../people/people.ts'
import type { Sessions, User } from '../sessions.ts'
import { keepBegun, takeBegun } from './begun.ts'
import type { OidcConfig } from './config.ts'
import { follow, identityOf, linkFirst, noteUse, personOf, type Told } from './identities.ts'
import { hadSecondFactor, readMapping, rightsByClaims, textsOf, type KnownCenter, type Mapping } from './mapping.ts'
import { asProviderError, ProviderError } from './problems.ts'
import { Provider, type SignedIn } from './provider.ts'

export interface ProviderSignInOptions {
  oidc: OidcConfig
  secondFactorRoles: readonly Role[]
  passwordAccounts: readonly string[] | null
  appDb: Kysely<AppDatabase>
  sessions: Sessions
  log: Log
  /** The centers of the reference data, which claims may name. */
  centers: () => Promise<readonly KnownCenter[]>
}

/** Who stands at the door. */
export interface Visitor {
  /** Token of the cookie by which a browser that went to the provider is known again. */
  browser: string | null
  clientIp: string
  userAgent: string | null
  previousToken: string | null
}

export type BeginResult = { outcome: 'away'; address: string; browser: string } | { outcome: ProviderProblem }
export type FinishResult =
  { outcome: 'signed_in'; user: User; token: string; next: string } | { outcome: ProviderProblem }

/** Nobody's rights: what is left to somebody whose groups give them nothing any more. */
const NOTHING: Person = { roles: [], scope: { kind: 'center', values: [] } }

const rightsText = ({ roles, scope }: Person) => ({ roles, scope })

/** Signing in by the identity provider: there and back, whose account it is, and what they may do from now on. */
export class ProviderSignIn {
  readonly #options: ProviderSignInOptions
  readonly #provider: Provider

  constructor(options: ProviderSignInOptions) {
    this.#options = options
    this.#provider = new Provider(options.oidc)
  }

  /** Where the way to the provider begins: at the address that it sends people back to, so that the cookie is of the same host. */
  get beginAddress(): string {
    return `${this.#options.oidc.publicUrl}/login/oidc`
  }

  /** What the button calls the provider; null where the settings have no name for it, or cannot be read. */
  async name(): Promise<string | null> {
    return (await this.#mapping().catch(() => null))?.name ?? null
  }

  /** Whether somebody signs in by a password: those kept for the day without a provider, else all whom none is linked to. */
  async mayUsePassword(userName: string): Promise<boolean> {
    const { appDb, passwordAccounts } = this.#options
    if (passwordAccounts) return passwordAccounts.includes(userName)
    return (await identityOf(appDb, userName)) === null
  }

  async begin(visitor: Visitor, next: string): Promise<BeginResult> {
    try {
      const { scopes } = await this.#mapping()
      const { address, checks } = await this.#provider.begin(scopes)
      const browser = visitor.browser ?? newKey()
      await keepBegun(this.#options.appDb, { checks, browser, next, clientIp: visitor.clientIp })
      return { outcome: 'away', address, browser }
    } catch (cause) {
      return { outcome: await this.#failed(cause, visitor, {}) }
    }
  }

  /** @param search of the address by which somebody came back, as it stands */
  async finish(visitor: Visitor, search: string, now = new Date()): Promise<FinishResult> {
    const told: { came?: SignedIn } = {}
    try {
      const state = new URLSearchParams(search).get('state')
      const begun = visitor.browser && state && (await takeBegun(this.#options.appDb, state, visitor.browser, now))
      if (!begun) throw new ProviderError('stale', 'state')
      const came = await this.#provider.finish(search, begun.checks)
      told.came = came
      const user = await this.#admit(came, visitor.clientIp)
      const { clientIp, userAgent, previousToken } = visitor
      const place = { clientIp, userAgent, idToken: came.idToken }
      const token = await enter(this.#options, user.user_name, previousToken, place, { by: 'provider' })
      return { outcome: 'signed_in', user, token, next: begun.next }
    } catch (cause) {
      return { outcome: await this.#failed(cause, visitor, told) }
    }
  }

  /** Where somebody whose session the provider began is signed out there too; null where there is no such place. */
  signOutAddress(idToken: string): Promise<string | null> {
    return this.#provider.signOutAddress(idToken)
  }

  #mapping(): Promise<Mapping> {
    return readMapping(this.#options.oidc.mappingFile, this.#options.secondFactorRoles)
  }

  /** Whose account it is, with the rights that the claims give now. @throws {ProviderError} */
  async #admit(came: SignedIn, clientIp: string): Promise<User> {
    const { appDb, secondFactorRoles } = this.#options
    const mapping = await this.#mapping()
    const known = await personOf(appDb, came)
    if (known?.disabled) throw new ProviderError('disabled', 'account')
    const mapped = rightsByClaims(mapping, came.claims, await this.#options.centers())
    if (mapped.outcome !== 'rights') {
      if (known) await this.#takeAway(known, clientIp)
      throw new ProviderError(mapped.outcome, mapped.unknown.length > 0 ? 'unknown_centers' : 'claims')
    }
    const { rights } = mapped
    const needsFactor = rights.roles.some((role) => secondFactorRoles.includes(role))
    if (needsFactor && !hadSecondFactor(mapping, came.claims)) throw new ProviderError('factor', 'claims')
    const [userName = ''] = textsOf(came.claims, mapping.user_name)
    const [displayName = ''] = textsOf(came.claims, mapping.display_name)
    const told: Told = { userName: userName.trim().toLowerCase(), displayName: displayName.slice(0, 100), rights }
    const person = known ?? (await this.#linkFirst(came, told, mapping, clientIp))
    const after = { display_name: told.displayName || person.display_name, ...rights }
    if (await follow(appDb, person, after)) await this.#noteChange(person, after, clientIp)
    await noteUse(appDb, came)
    return { user_name: person.user_name, must_change_password: false, by_provider: true, ...rights }
  }

  async #linkFirst(came: SignedIn, told: Told, mapping: Mapping, clientIp: string): Promise<KnownPerson> {
    const { appDb, passwordAccounts } = this.#options
    const mayTakeOver = (userName: string) =>
      mapping.existing_accounts === 'link' && !(passwordAccounts ?? []).includes(userName)
    const before = await linkFirst(appDb, came, told, { mayTakeOver })
    const { userName } = told
    if (!before) {
      const detail = { person: userName, ...rightsText(told.rights), by: 'provider' }
      await audit(appDb, { kind: 'account_created', userName, clientIp, detail })
    }
    const { issuer, subject } = came
    await audit(appDb, { kind: 'identity_linked', userName, clientIp, detail: { issuer, subject } })
    const person = before ?? (await personOf(appDb, came))
    if (!person) throw new ProviderError('failed', 'account')
    return person
  }

  /** Somebody whose claims give nothing any more is out at once, with open sessions and tokens. */
  async #takeAway(person: KnownPerson, clientIp: string) {
    const after = { display_name: person.display_name, ...NOTHING }
    if (await follow(this.#options.appDb, person, after)) await this.#noteChange(person, after, clientIp)
    await this.#options.sessions.endAllOf(person.user_name)
  }

  #noteChange(before: KnownPerson, after: Person, clientIp: string): Promise<void> {
    const { user_name: userName } = before
    const detail = { person: userName, by: 'provider', before: rightsText(before), after: rightsText(after) }
    return audit(this.#options.appDb, { kind: 'account_changed', userName, clientIp, detail })
  }

  /** Leaves the trail of a sign-in that came to nothing, and tells faults of ours or the provider's to the log. */
  async #failed(cause: unknown, { clientIp }: Visitor, { came }: { came?: SignedIn }): Promise<ProviderProblem> {
    const { problem, reason } = asProviderError(cause)
    const { appDb, log } = this.#options
    if (PROVIDER_PROBLEMS[problem] >= 500) log.error(cause)
    const person = came && (await personOf(appDb, came))
    const detail = { by: 'provider', problem, reason, ...(came && { issuer: came.issuer, subject: came.subject }) }
    await audit(appDb, { kind: 'sign_in_failed', userName: person?.user_name ?? null, clientIp, detail })
    return problem
  }
}
