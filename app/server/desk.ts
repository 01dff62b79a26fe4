import type { Request } from 'express'
import { auditPage, auditQuery } from '#queries/compliance/audit-page.ts'
import { dataQuery } from '#queries/data/data-query.ts'
import type { RunRow } from '#queries/data/data-types.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import { pageParam } from '#queries/filter/search-params.ts'
import type { Question } from '#queries/pages.ts'
import {
  CHECKS_FILES,
  MARKS_DEVIATIONS,
  STARTS_RUNS,
  mayCheckFiles,
  mayMarkDeviations,
  mayStartRuns,
  rolesForPanel,
} from '../access.ts'
import type { Operation } from '../operation.ts'
import type { PageName } from '../page-list.ts'
import type { FilterOptions } from '../shell/shell-data.ts'
import type { AuditKind } from './app-db/schema.ts'
import { audit } from './audit.ts'
import { endedSessionCookie, sessionCookie, sessionToken } from './cookies.ts'
import { deviationMarks, markDeviations } from './deviation-marks.ts'
import { ForbiddenError, NotSignedInError } from './errors.ts'
import { panelNamed, panelSql, type PanelSql } from './panel-sql.ts'
import { askPage, requireAccess, rightsOf, type FigurePage, type PageAnswers } from './pages.ts'
import type { Services } from './services.ts'
import type { User } from './sessions.ts'
import { readSourceProfiles, type SourceProfileText } from './source-profiles.ts'
import { findOptions, withFound } from './filter-options.ts'
import { nameableNow, shellState, type ShellState } from './shell-state.ts'
import type { SignInResult } from './sign-in.ts'
import { SqlConsole } from './sql-store/console.ts'

/** A list that is taken away is cut here. */
const MOST_LISTED = 20_000

/** What routes may ask of the server: one desk for each request. It knows who asks, and checks before it answers. */
export class Desk {
  readonly #services: Services
  readonly #request: Request
  #user: Promise<User | null> | undefined

  constructor(services: Services, request: Request) {
    this.#services = services
    this.#request = request
  }

  /** Who is signed in, looked up once per request. */
  user(): Promise<User | null> {
    const token = sessionToken(this.#request)
    this.#user ??= token ? this.#services.sessions.find(token).then((user) => this.#noted(user)) : Promise.resolve(null)
    return this.#user
  }

  /** The log of answers says who asked. */
  #noted(user: User | null): User | null {
    if (user && this.#request.res) this.#request.res.locals.person = user.user_name
    return user
  }

  /** @throws {NotSignedInError} */
  async requireUser(): Promise<User> {
    const user = await this.user()
    if (!user) throw new NotSignedInError()
    return user
  }

  /**
   * A page's figures, as its loader and its `.json` twin give them.
   * @throws {NotSignedInError} {ForbiddenError} {NotFoundError} {FilterError}
   */
  async ask<Page extends FigurePage>(page: Page, question: Omit<Question, 'rights'>): Promise<PageAnswers[Page]> {
    const user = await this.requirePage(page)
    const answer = await askPage(this.#services.reader, page, question, await this.#rights(page, user))
    return page === 'data' ? { ...answer, operation: await this.#operation(answer, question.search, user) } : answer
  }

  /** What who asks may see of a page; the page of audits is asked with what people said. */
  async #rights(page: PageName, { role }: User): Promise<Question['rights']> {
    const rights = rightsOf(role)
    if (page !== 'audit') return rights
    return { ...rights, marks: { ...(await deviationMarks(this.#services.appDb)), may_mark: mayMarkDeviations(role) } }
  }

  /**
   * Sets the state of deviations. @throws {NotSignedInError} {ForbiddenError} {DeviationMarkError}
   * @returns how many were set
   */
  async markDeviations(input: unknown): Promise<number> {
    const user = await this.requirePage('audit')
    if (!mayMarkDeviations(user.role)) {
      await this.#note('access_refused', user.user_name, 'mark deviations')
      throw new ForbiddenError('audit', MARKS_DEVIATIONS)
    }
    const marked = await markDeviations(this.#services.appDb, user.user_name, input)
    await this.#note('deviations_marked', user.user_name, String(marked))
    return marked
  }

  /** The list of deviations as its page narrows it, whole: up to 20,000 rows. @throws as `ask` */
  async auditList(search: URLSearchParams) {
    const { marks } = await this.#rights('audit', await this.requirePage('audit'))
    const query = { ...auditQuery(search), page: 1 }
    return auditPage(this.#services.reader, parseFilter(search), query, marks!, MOST_LISTED)
  }

  /** The SQL console of whoever asks. @throws {NotSignedInError} {ForbiddenError} */
  async console(): Promise<SqlConsole> {
    return new SqlConsole(this.#services, await this.requirePage('sql'))
  }

  /** What the console keeps, and for whom. @throws {NotSignedInError} {ForbiddenError} */
  async consoleStore(): Promise<{ db: Services['appDb']; user: User }> {
    return { user: await this.requirePage('sql'), db: this.#services.appDb }
  }

  /** Who asks, if they may open the page. @throws {NotSignedInError} {ForbiddenError} */
  async requirePage(page: PageName): Promise<User> {
    const user = await this.requireUser()
    try {
      requireAccess(page, user.role)
    } catch (error) {
      if (error instanceof ForbiddenError) await this.#note('access_refused', user.user_name, page)
      throw error
    }
    return user
  }

  /** Asks the scheduler for a run. @throws {NotSignedInError} {ForbiddenError} @returns why there will be none, else null */
  async requestRun(): Promise<Operation['cannot_start']> {
    const user = await this.requirePage('data')
    if (!mayStartRuns(user.role)) {
      await this.#note('access_refused', user.user_name, 'start a run')
      throw new ForbiddenError('data', STARTS_RUNS)
    }
    const refused = await this.#services.operations.request(user.user_name)
    await this.#note('run_requested', user.user_name, refused ?? undefined)
    return refused
  }

  #operation(answer: object, search: URLSearchParams, { role }: User): Promise<Operation> {
    const known = 'runs' in answer ? (answer.runs as RunRow[]) : []
    const run = dataQuery(search).run
    return this.#services.operations.read({ role, page: pageParam(search, 'runs_page'), run, known })
  }

  /**
   * The statement behind a panel of a page, as `search` names it.
   * @throws {NotSignedInError} {ForbiddenError} {NotFoundError} {FilterError}
   */
  async panelSql(search: URLSearchParams): Promise<PanelSql> {
    const user = await this.requireUser()
    const name = search.get('panel') ?? ''
    const { page } = panelNamed(name)
    requireAccess('sql', user.role)
    requireAccess(page, user.role)
    const roles = rolesForPanel(page, name)
    if (!roles.includes(user.role)) throw new ForbiddenError('sql', roles)
    return panelSql(this.#services.reader, search, await this.#rights(page, user))
  }

  /** Source profiles that the network keeps, for checking files. @throws {NotSignedInError} {ForbiddenError} */
  async sourceProfiles(): Promise<SourceProfileText[]> {
    const user = await this.requireUser()
    if (!mayCheckFiles(user.role)) throw new ForbiddenError('data', CHECKS_FILES)
    return readSourceProfiles(this.#services.config.controlDir)
  }

  /** What the frame around a page at an address shows. @throws {NotSignedInError} */
  async shell(search: URLSearchParams): Promise<ShellState> {
    const user = await this.requireUser()
    return shellState(this.#services.reader, user, search)
  }

  /** Centers and scanners that a search finds, for whoever sees the filter bar. @throws {NotSignedInError} */
  async findOptions(search: URLSearchParams): Promise<FilterOptions['found']> {
    await this.requireUser()
    return findOptions(await nameableNow(this.#services.reader), search)
  }

  /** The address's query with what its search names in the filter; null where it names nothing, or not one thing. @throws {NotSignedInError} */
  async withFound(search: URLSearchParams): Promise<URLSearchParams | null> {
    await this.requireUser()
    return withFound(await nameableNow(this.#services.reader), search)
  }

  /** @returns the outcome, with the Set-Cookie header of the new session where it worked */
  async signIn(userName: string, password: string): Promise<SignInResult & { cookie?: string }> {
    const result = await this.#services.signIn.try({
      userName,
      password,
      clientIp: this.#clientIp,
      previousToken: sessionToken(this.#request),
    })
    if (result.outcome !== 'signed_in') return result
    const seconds = this.#services.config.sessionMaxHours * 3600
    return { ...result, cookie: sessionCookie(this.#request, result.token, seconds) }
  }

  /** Ends the session here and in the browser. @returns the Set-Cookie header */
  async signOut(): Promise<string> {
    const token = sessionToken(this.#request)
    const user = await this.user()
    if (token) await this.#services.sessions.end(token)
    if (user) await this.#note('sign_out', user.user_name)
    return endedSessionCookie(this.#request)
  }

  /** Writes a fault of ours into the log. */
  report(fault: unknown): void {
    this.#services.log.error(fault)
  }

  get isSecure(): boolean {
    return this.#request.secure
  }

  get #clientIp(): string {
    return this.#request.ip ?? 'unknown'
  }

  #note(kind: AuditKind, userName: string, detail?: string): Promise<void> {
    return audit(this.#services.appDb, { kind, userName, clientIp: this.#clientIp, detail })
  }
}
