import type { Request } from 'express'
import { auditPage, auditQuery } from '#queries/compliance/audit-page.ts'
import { dataQuery } from '#queries/data/data-query.ts'
import type { RunRow } from '#queries/data/data-types.ts'
import { casesQuery } from '#queries/concordance/cases-list.ts'
import { casesPage } from '#queries/concordance/cases-page.ts'
import { drawReadings } from '#queries/concordance/draw.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import { pageParam } from '#queries/filter/search-params.ts'
import type { Question } from '#queries/pages.ts'
import type { CaseKind } from '#queries/cases/case-types.ts'
import {
  CHECKS_FILES,
  MARKS_CASES,
  STARTS_RUNS,
  mayCheckFiles,
  mayMarkCases,
  mayStartRuns,
  rolesForPanel,
} from '../access.ts'
import type { Operation } from '../operation.ts'
import type { PageName } from '../page-list.ts'
import type { FilterOptions } from '../shell/shell-data.ts'
import type { AuditKind } from './app-db/schema.ts'
import { audit } from './audit.ts'
import { endedSessionCookie, sessionCookie, sessionToken } from './cookies.ts'
import { caseMarks, peopleForCases, setCases } from './cases.ts'
import { drawOf, keepSample, notToBeDrawn, readingWork } from './reading-samples.ts'
import { ForbiddenError, NotSignedInError } from './errors.ts'
import { panelNamed, panelSql, type PanelSql } from './panel-sql.ts'
import { askPage, requireAccess, rightsOf, type FigurePage, type PageAnswers } from './pages.ts'
import type { Services } from './services.ts'
import type { User } from './sessions.ts'
import { readSourceProfiles, type SourceProfileText } from './source-profiles.ts'
import type { SavedPlan } from '../plan/saved-plan.ts'
import { deletePlan, savedPlans, savePlan } from './saved-plans.ts'
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
    this.#user ??= token ? this.#services.sessions.find(token) : Promise.resolve(null)
    return this.#user
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
    const answer = await askPage(this.#services.reader, page, question, await this.rights(page, user))
    return page === 'data' ? { ...answer, operation: await this.#operation(answer, question.search, user) } : answer
  }

  /** What who asks may see of a page; pages of cases are asked with what people said of them. */
  async rights(page: PageName, { role }: User): Promise<Question['rights']> {
    const [rights, db] = [rightsOf(role), this.#services.appDb]
    if (page !== 'audit' && page !== 'cases') return rights
    const who = { may_mark: mayMarkCases(role), people: await peopleForCases(db) }
    if (page === 'audit') return { ...rights, marks: { ...(await caseMarks(db, 'deviation')), ...who } }
    return { ...rights, readings: { ...(await readingWork(db)), ...who } }
  }

  /** Who asks, if they may say something of cases. @throws {NotSignedInError} {ForbiddenError} */
  async #requireMarks(page: PageName, what: string): Promise<User> {
    const user = await this.requirePage(page)
    if (mayMarkCases(user.role)) return user
    await this.#note('access_refused', user.user_name, what)
    throw new ForbiddenError(page, MARKS_CASES)
  }

  /**
   * Sets the state of cases. @throws {NotSignedInError} {ForbiddenError} {CaseError}
   * @returns how many were set
   */
  async setCases(kind: CaseKind, input: unknown): Promise<number> {
    const { user_name } = await this.#requireMarks(kind === 'deviation' ? 'audit' : 'cases', `set a ${kind}`)
    const set = await setCases(this.#services.appDb, kind, user_name, input)
    await this.#note(kind === 'deviation' ? 'deviations_marked' : 'readings_judged', user_name, String(set))
    return set
  }

  /** Draws readings that are judged without the AI's answer, under the filter. @throws as `setCases`, {FilterError} */
  async drawReadings(search: URLSearchParams, input: unknown): Promise<number> {
    const { user_name } = await this.#requireMarks('cases', 'draw readings')
    const [draw, { reader, appDb }] = [drawOf(input), this.#services]
    const drawn = await drawReadings(reader, parseFilter(search), draw, await notToBeDrawn(appDb))
    if (!drawn) return 0
    const kept = await keepSample(appDb, user_name, draw, drawn)
    await this.#note('readings_drawn', user_name, `${draw.product_code} ${kept}`)
    return kept
  }

  /** The list of deviations as its page narrows it, whole: up to 20,000 rows. @throws as `ask` */
  async auditList(search: URLSearchParams) {
    const { marks } = await this.rights('audit', await this.requirePage('audit'))
    const query = { ...auditQuery(search), page: 1 }
    return auditPage(this.#services.reader, parseFilter(search), query, marks!, MOST_LISTED)
  }

  /** The same of discordant readings; those that wait in the sample are not in it. @throws as `ask` */
  async casesList(search: URLSearchParams) {
    const { readings } = await this.rights('cases', await this.requirePage('cases'))
    const query = { ...casesQuery(search), page: 1 }
    return casesPage(this.#services.reader, parseFilter(search), query, readings!, MOST_LISTED)
  }

  /** The plans of whoever asks, by name. @throws {NotSignedInError} {ForbiddenError} */
  async savedPlans(): Promise<SavedPlan[]> {
    return savedPlans(this.#services.appDb, (await this.requirePage('plan')).user_name)
  }

  /** Keeps a plan under a name. @throws {NotSignedInError} {ForbiddenError} {SavedPlanError} {FilterError} */
  async savePlan(input: unknown): Promise<void> {
    await savePlan(this.#services.appDb, (await this.requirePage('plan')).user_name, input)
  }

  /** @throws {NotSignedInError} {ForbiddenError} */
  async deletePlan(name: string): Promise<void> {
    await deletePlan(this.#services.appDb, (await this.requirePage('plan')).user_name, name)
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
    return panelSql(this.#services.reader, search, await this.rights(page, user))
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
