import { addDays } from '#queries/filter/days.ts'
import { audit } from '../audit/audit.ts'
import type { AuditKind } from '../../audit-kinds.ts'
import { auditEntries, auditExport, auditSearch, type AuditRow } from '../audit/search.ts'
import { identityOf, unlink } from '../oidc/identities.ts'
import { generatePassword, hashPassword } from '../passwords.ts'
import type { Services } from '../services.ts'
import type { User } from '../sessions.ts'
import { nameableNow } from '../shell-state.ts'
import { previewImport, type ImportPreview, type Known } from './import.ts'
import { pageUse, personUse, type PageUseRow, type PersonUseRow } from './page-use.ts'
import {
  addPerson,
  changePerson,
  peopleList,
  PersonError,
  personNamed,
  type KnownPerson,
  type PersonInput,
} from './people.ts'
import { makeResetLink } from './reset-links.ts'
import { endSecondFactor, hasSecondFactor } from './second-factor.ts'
import { createToken, revokeToken, tokenList, type TokenRow } from './tokens.ts'

const USE_DAYS = 28

export interface Invited {
  user_name: string
  /** Of the link by which a password is set: shown once. */
  token: string
}

export type PersonState = KnownPerson & {
  second_factor: boolean
  /** By which provider the person signs in, and since when. */
  linked: { issuer: string; at: string } | null
}

/** What an administrator does; each thing leaves its trail. Access has been checked by the desk. */
export class Administration {
  readonly #services: Services
  readonly #user: User
  readonly #clientIp: string

  constructor(services: Services, user: User, clientIp: string) {
    this.#services = services
    this.#user = user
    this.#clientIp = clientIp
  }

  people(): Promise<KnownPerson[]> {
    return peopleList(this.#services.appDb)
  }

  async person(userName: string): Promise<PersonState | null> {
    const { appDb } = this.#services
    const person = await personNamed(appDb, userName)
    if (!person) return null
    const [second_factor, linked] = await Promise.all([hasSecondFactor(appDb, userName), identityOf(appDb, userName)])
    return { ...person, second_factor, linked: linked && { issuer: linked.issuer, at: linked.linked_at } }
  }

  /** What a scope may name. */
  async known(): Promise<Known> {
    const { centers, provinces, ownerships } = await nameableNow(this.#services.reader)
    return {
      center: new Set(centers.map(({ center_code }) => center_code)),
      province: new Set(provinces),
      ownership: new Set(ownerships),
    }
  }

  /** An account that nobody can use before its password is set by the link. @throws {PersonError} */
  async add(input: PersonInput): Promise<Invited> {
    return this.#addWith(input, await hashPassword(generatePassword()))
  }

  async #addWith(input: PersonInput, hash: string): Promise<Invited> {
    await this.#checkScope(input)
    await addPerson(this.#services.appDb, input, { hash, mustChange: true })
    await this.#note('account_created', { person: input.user_name, roles: input.roles, scope: input.scope })
    return this.invite(input.user_name)
  }

  /** A person's session follows at once: rights are read with every request. @throws {PersonError} */
  async change(input: PersonInput & { disabled: boolean }): Promise<void> {
    await this.#checkScope(input)
    const { before, after } = await changePerson(this.#services.appDb, input)
    if (after.disabled) await this.#services.sessions.endAllOf(input.user_name)
    const rights = ({ roles, scope, disabled, display_name }: KnownPerson) => ({ display_name, roles, scope, disabled })
    await this.#note('account_changed', { person: input.user_name, before: rights(before), after: rights(after) })
  }

  /** What no center has would be a scope of nothing, or of a center to come. */
  async #checkScope({ scope }: PersonInput) {
    if (scope.kind === 'all') return
    const known = (await this.known())[scope.kind]
    if (!scope.values.every((value) => known.has(value))) throw new PersonError('scope', 'no_scope')
  }

  /** A link that works once. @throws {PersonError} */
  async invite(userName: string): Promise<Invited> {
    const { appDb } = this.#services
    if (!(await personNamed(appDb, userName))) throw new PersonError('user_name', 'unknown')
    const token = await makeResetLink(appDb, userName, this.#user.user_name)
    await this.#note('reset_link_made', { person: userName })
    return { user_name: userName, token }
  }

  async endSessions(userName: string): Promise<void> {
    await this.#services.sessions.endAllOf(userName)
    await this.#note('sessions_ended', { person: userName })
  }

  /** For somebody who lost their authenticator and their recovery codes. */
  async dropSecondFactor(userName: string): Promise<void> {
    await endSecondFactor(this.#services.appDb, userName)
    await this.#note('second_factor_off', { person: userName })
  }

  /** For somebody whose identity at the provider is another one now. Who signed in by the old one is out. */
  async unlink(userName: string): Promise<void> {
    const identity = await unlink(this.#services.appDb, userName)
    if (!identity) return
    await this.#services.sessions.endAllOf(userName)
    await this.#note('identity_unlinked', { person: userName, ...identity })
  }

  tokens(): Promise<TokenRow[]> {
    return tokenList(this.#services.appDb)
  }

  /** @returns the token, shown this once @throws {PersonError} */
  async createToken(userName: string, name: string, centers: string[], days: number): Promise<string> {
    if (!(await personNamed(this.#services.appDb, userName))) throw new PersonError('user_name', 'unknown')
    const narrowed = centers.length > 0 ? centers : null
    const createdBy = this.#user.user_name
    const token = await createToken(this.#services.appDb, { userName, name, centers: narrowed, days, createdBy })
    await this.#note('token_created', { person: userName, name, centers: narrowed, days })
    return token
  }

  async revokeToken(id: string): Promise<void> {
    const person = await revokeToken(this.#services.appDb, id)
    if (person) await this.#note('token_revoked', { person, token_id: id })
  }

  async preview(text: string): Promise<ImportPreview> {
    return previewImport(this.#services.appDb, text, await this.known(), this.#user.user_name)
  }

  /** Applies the sound rows of a file that has been looked over. @returns links for those who are new */
  async apply(text: string): Promise<Invited[]> {
    const preview = await this.preview(text)
    if (preview.problem !== null) return []
    const invited: Invited[] = []
    // Of a password that nobody has ever seen, once for all of them: three hundred would take half a minute.
    const hash = await hashPassword(generatePassword())
    for (const { person, state } of preview.rows) {
      if (person && state === 'new') invited.push(await this.#addWith(person, hash))
      if (person && state === 'changed') {
        const before = await personNamed(this.#services.appDb, person.user_name)
        await this.change({ ...person, disabled: before?.disabled ?? false })
      }
    }
    const count = (state: string) => preview.rows.filter((row) => row.state === state).length
    const detail = { new: count('new'), changed: count('changed'), rejected: count('rejected') }
    await this.#note('people_imported', detail)
    return invited
  }

  /** Who used which page in the last four weeks: the pages, of one person where `by` names them, and the people, of the page `of`. */
  async use(
    { by, of }: { by?: string; of?: string } = {},
    now = new Date(),
  ): Promise<{ pages: PageUseRow[]; people: PersonUseRow[] }> {
    await this.#services.pageUse.flush()
    const since = addDays(now.toISOString().slice(0, 10), -USE_DAYS)
    const { appDb } = this.#services
    const [pages, people] = await Promise.all([pageUse(appDb, since, by), personUse(appDb, since, of)])
    return { pages, people }
  }

  trail(search: URLSearchParams, page: number): Promise<{ rows: AuditRow[]; total: number }> {
    return auditEntries(this.#services.appDb, auditSearch(search), page)
  }

  async trailExport(search: URLSearchParams) {
    await this.#note('audit_exported', auditSearch(search))
    return auditExport(this.#services.appDb, auditSearch(search))
  }

  #note(kind: AuditKind, detail: object): Promise<void> {
    const { user_name: userName } = this.#user
    return audit(this.#services.appDb, { kind, userName, clientIp: this.#clientIp, detail })
  }
}
