import type { Request } from 'express'
import { auditPage, auditQuery } from '#queries/compliance/audit-page.ts'
import { dataQuery } from '#queries/data/data-query.ts'
import type { RunRow } from '#queries/data/data-types.ts'
import { casesQuery } from '#queries/concordance/cases-list.ts'
import { casesPage } from '#queries/concordance/cases-page.ts'
import { drawReadings } from '#queries/concordance/draw.ts'
import type { CaseKind } from '#queries/cases/case-types.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import type { WarehouseReader } from '#queries/db/snapshots.ts'
import { pageParam } from '#queries/filter/search-params.ts'
import type { Question } from '#queries/pages.ts'
import {
  ADMINISTERS,
  CHECKS_FILES,
  MARKS_CASES,
  STARTS_RUNS,
  mayAdminister,
  mayCheckFiles,
  mayMarkCases,
  mayOpen,
  mayOpenPanel,
  mayStartRuns,
  rolesFor,
  rolesForPanel,
  showsPersons,
  type Role,
} from '../access.ts'
import type { Operation } from '../operation.ts'
import type { PageName } from '../page-list.ts'
import type { FilterOptions, ShellState } from '../shell/shell-data.ts'
import { audit } from './audit/audit.ts'
import type { AuditKind } from '../audit-kinds.ts'
import { endedSessionCookie, sessionCookie, sessionToken } from './cookies.ts'
import { caseMarks, peopleForCases, setCases } from './cases.ts'
import { drawOf, keepSample, notToBeDrawn, readingWork } from './reading-samples.ts'
import { ForbiddenError, MustChangePasswordError, NotSignedInError, SecondFactorNeededError } from './errors.ts'
import type { SavedPlan } from '../plan/saved-plan.ts'
import { deletePlan, savedPlans, savePlan } from './saved-plans.ts'
import { PASS_HEADER } from './print/passes.ts'
import { panelNamed, panelSql, type PanelSql } from './panel-sql.ts'
import { ProviderDoor } from './oidc/provider-door.ts'
import { Administration } from './people/administration.ts'
import { OwnAccount } from './people/own-account.ts'
import type { PasswordProblem } from './people/password-rules.ts'
import { hasSecondFactor } from './people/second-factor.ts'
import { tokenUser } from './people/tokens.ts'
import { resetByLink } from './people/reset-links.ts'
import { askPage, rightsOf, type FigurePage, type PageAnswers } from './pages.ts'
import type { Services } from './services.ts'
import type { User } from './sessions.ts'
import { readSourceProfiles, type SourceProfileText } from './source-profiles.ts'
import { findOptions, withFound } from './filter-options.ts'
import { nameableNow, shellState } from './shell-state.ts'
import type { SignInResult } from './sign-in.ts'
import { SqlConsole } from './sql-store/console.ts'

/** Pages that show what people said of cases: the lists, and verdicts of products which count what was judged. */
const SAYS_CASES: readonly PageName[] = ['audit', 'cases', 'concordance', 'product']

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
    this.#user ??= this.#find().then((user) => this.#noted(user))
    return this.#user
  }

  /** The log of answers says who asked. */
  #noted(user: User | null): User | null {
    if (user && this.#request.res) this.#request.res.locals.person = user.user_name
    return user
  }

  /** By session, or by the pass of the printing browser; twins are also read by a token, which opens nothing else. */
  async #find(): Promise<User | null> {
    const pass = this.#request.get(PASS_HEADER)
    if (pass !== undefined) return this.#services.passes.redeem(pass, this.#request.path)
    const token = sessionToken(this.#request)
    if (token) return this.#services.sessions.find(token)
    const key = /^Bearer (\S+)$/.exec(this.#request.get('authorization') ?? '')?.[1]
    const isTwin = this.#request.method === 'GET' && /\.json$/i.test(this.#request.path)
    if (!key || !isTwin) return null
    const found = await tokenUser(this.#services.appDb, key)
    if (!found?.centers) return found?.user ?? null
    const { user, centers } = found
    const own = await this.#centersOf(user)
    return {
      ...user,
      scope: { kind: 'center', values: centers.filter((code) => own?.has(code) ?? true), isPart: true },
    }
  }

  /** Who has signed in, also before they have set a password of their own. @throws {NotSignedInError} */
  async requireAccount(): Promise<User> {
    const user = await this.user()
    if (!user) throw new NotSignedInError()
    return user
  }

  /** @throws {NotSignedInError} {MustChangePasswordError} {SecondFactorNeededError} */
  async requireUser(): Promise<User> {
    const user = await this.requireAccount()
    if (user.must_change_password) throw new MustChangePasswordError()
    const { secondFactorRoles } = this.#services.config
    const isNeeded = !user.by_provider && user.roles.some((role) => secondFactorRoles.includes(role))
    if (isNeeded && !(await hasSecondFactor(this.#services.appDb, user.user_name))) throw new SecondFactorNeededError()
    return user
  }

  /** What is read for whoever asks: the rows of their centers. Nothing else of the desk may read. */
  #readerFor({ scope }: User): WarehouseReader {
    return this.#services.reader.within(scope)
  }

  /** The codes of the centers that somebody works for; null for all. */
  async #centersOf(user: User): Promise<Set<string> | null> {
    if (user.scope.kind === 'all') return null
    return new Set((await nameableNow(this.#readerFor(user))).centers.map(({ center_code }) => center_code))
  }

  /** The codes of the centers that somebody does not work for; none for whoever works for all. */
  async #foreignTo(user: User): Promise<string[]> {
    const own = await this.#centersOf(user)
    if (!own) return []
    const { centers } = await nameableNow(this.#services.reader)
    return centers.map(({ center_code }) => center_code).filter((code) => !own.has(code))
  }

  /**
   * A page's figures, as its loader and its `.json` twin give them.
   * @throws {NotSignedInError} {ForbiddenError} {NotFoundError} {FilterError}
   */
  async ask<Page extends FigurePage>(page: Page, question: Omit<Question, 'rights'>): Promise<PageAnswers[Page]> {
    const user = await this.requirePage(page)
    const answer = await askPage(this.#readerFor(user), page, question, await this.rights(page, user))
    this.#services.pageUse.count(user.user_name, page)
    if (showsPersons(user, page)) await this.#noteRead(user, page, question)
    return page === 'data' ? { ...answer, operation: await this.#operation(answer, question.search, user) } : answer
  }

  /** What who asks may see of a page; pages of cases are asked with what people said of those of their centers. */
  async rights(page: PageName, user: User): Promise<Question['rights']> {
    const [rights, db] = [rightsOf(user), this.#services.appDb]
    if (!SAYS_CASES.includes(page)) return rights
    const [centers, people] = await Promise.all([this.#centersOf(user), peopleForCases(db)])
    const own = <Case extends { center_code: string }>(cases: Case[]) =>
      cases.filter(({ center_code }) => centers?.has(center_code) ?? true)
    const who = { may_mark: mayMarkCases(user), people }
    if (page === 'audit') {
      const { marks, revision } = await caseMarks(db, 'deviation')
      return { ...rights, marks: { marks: own(marks), revision, ...who } }
    }
    const { marks, drawn, revision } = await readingWork(db)
    return { ...rights, readings: { marks: own(marks), drawn: own(drawn), revision, ...who } }
  }

  /** Who asks, if they may say something of cases. @throws {NotSignedInError} {ForbiddenError} */
  async #requireMarks(page: PageName, what: string): Promise<User> {
    const user = await this.requirePage(page)
    return mayMarkCases(user) ? user : this.#refuse(user, what, MARKS_CASES)
  }

  /**
   * Sets the state of cases. @throws {NotSignedInError} {ForbiddenError} {CaseError}
   * @returns how many were set
   */
  async setCases(kind: CaseKind, input: unknown): Promise<number> {
    const user = await this.#requireMarks(kind === 'deviation' ? 'audit' : 'cases', `set a ${kind}`)
    const { appDb } = this.#services
    const set = await setCases(appDb, kind, user.user_name, input, new Date(), await this.#centersOf(user))
    await this.#note(kind === 'deviation' ? 'deviations_marked' : 'readings_judged', user.user_name, String(set))
    return set
  }

  /** Draws readings that are judged without the AI's answer, under the filter. @throws as `setCases`, {FilterError} */
  async drawReadings(search: URLSearchParams, input: unknown): Promise<number> {
    const user = await this.#requireMarks('cases', 'draw readings')
    const [draw, { appDb }] = [drawOf(input), this.#services]
    const drawn = await drawReadings(this.#readerFor(user), parseFilter(search), draw, await notToBeDrawn(appDb))
    if (!drawn) return 0
    const kept = await keepSample(appDb, user.user_name, draw, drawn)
    await this.#note('readings_drawn', user.user_name, `${draw.product_code} ${kept}`)
    return kept
  }

  /** The list of deviations as its page narrows it, whole: up to 20,000 rows. @throws as `ask` */
  async auditList(search: URLSearchParams) {
    const user = await this.requirePage('audit')
    const { marks } = await this.rights('audit', user)
    const query = { ...auditQuery(search), page: 1 }
    return auditPage(this.#readerFor(user), parseFilter(search), query, marks!, MOST_LISTED)
  }

  /** The same of discordant readings; those that wait in the sample are not in it. @throws as `ask` */
  async casesList(search: URLSearchParams) {
    const user = await this.requirePage('cases')
    const { readings } = await this.rights('cases', user)
    const query = { ...casesQuery(search), page: 1 }
    return casesPage(this.#readerFor(user), parseFilter(search), query, readings!, MOST_LISTED)
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
    const user = await this.requirePage('sql')
    return new SqlConsole(this.#services, { ...user, foreign: await this.#foreignTo(user) })
  }

  /** What the console keeps, and for whom. @throws {NotSignedInError} {ForbiddenError} */
  async consoleStore(): Promise<{ db: Services['appDb']; user: User }> {
    return { user: await this.requirePage('sql'), db: this.#services.appDb }
  }

  /** Who asks, if they may open the page. @throws {NotSignedInError} {ForbiddenError} */
  async requirePage(page: PageName): Promise<User> {
    const user = await this.requireUser()
    return mayOpen(user, page) ? user : this.#refuse(user, page, rolesFor(page))
  }

  /** Every refusal is on record. @throws {ForbiddenError} */
  async #refuse({ user_name }: User, what: string, allowed: readonly Role[]): Promise<never> {
    await this.#note('access_refused', user_name, what)
    throw new ForbiddenError(what, allowed)
  }

  /** Asks the scheduler for a run. @throws {NotSignedInError} {ForbiddenError} @returns why there will be none, else null */
  async requestRun(): Promise<Operation['cannot_start']> {
    const user = await this.requirePage('data')
    if (!mayStartRuns(user)) return this.#refuse(user, 'start a run', STARTS_RUNS)
    const refused = await this.#services.operations.request(user.user_name)
    await this.#note('run_requested', user.user_name, refused ?? undefined)
    return refused
  }

  #operation(answer: object, search: URLSearchParams, reader: User): Promise<Operation> {
    const known = 'runs' in answer ? (answer.runs as RunRow[]) : []
    const run = dataQuery(search).run
    return this.#services.operations.read({ reader, page: pageParam(search, 'runs_page'), run, known })
  }

  /**
   * The statement behind a panel of a page, as `search` names it.
   * @throws {NotSignedInError} {ForbiddenError} {NotFoundError} {FilterError}
   */
  async panelSql(search: URLSearchParams): Promise<PanelSql> {
    const user = await this.requireUser()
    const name = search.get('panel') ?? ''
    const { page } = panelNamed(name)
    if (!mayOpenPanel(user, page, name)) return this.#refuse(user, `statement of ${name}`, rolesForPanel(page, name))
    return panelSql(this.#services.reader, search, await this.rights(page, user), user.scope)
  }

  /** Source profiles that the network keeps, for checking files. @throws {NotSignedInError} {ForbiddenError} */
  async sourceProfiles(): Promise<SourceProfileText[]> {
    const user = await this.requireUser()
    if (!mayCheckFiles(user)) return this.#refuse(user, 'check files', CHECKS_FILES)
    const [profiles, foreign] = await Promise.all([
      readSourceProfiles(this.#services.config.controlDir),
      this.#foreignTo(user),
    ])
    // A profile may turn a system's names into codes: those that tell of other centers are not for people of some.
    return profiles.filter(({ name, text }) => !foreign.some((code) => `${name} ${text}`.includes(code)))
  }

  /** What the frame around a page at an address shows. @throws {NotSignedInError} */
  async shell(search: URLSearchParams): Promise<ShellState> {
    const user = await this.requireUser()
    const state = await shellState(this.#readerFor(user), user, search)
    return { ...state, makes_pdf: this.#services.printer !== null }
  }

  /** Centers and scanners that a search finds, for whoever sees the filter bar. @throws {NotSignedInError} */
  async findOptions(search: URLSearchParams): Promise<FilterOptions['found']> {
    const user = await this.requireUser()
    return findOptions(await nameableNow(this.#readerFor(user)), search)
  }

  /** The address's query with what its search names in the filter; null where it names nothing, or not one thing. @throws {NotSignedInError} */
  async withFound(search: URLSearchParams): Promise<URLSearchParams | null> {
    const user = await this.requireUser()
    return withFound(await nameableNow(this.#readerFor(user)), search)
  }

  /** @returns the outcome, with the Set-Cookie header of the new session where it worked */
  async signIn(userName: string, password: string, code = ''): Promise<SignInResult & { cookie?: string }> {
    const result = await this.#services.signIn.try({
      userName,
      password,
      code,
      clientIp: this.#clientIp,
      userAgent: this.#request.get('user-agent') ?? null,
      previousToken: sessionToken(this.#request),
    })
    if (result.outcome !== 'signed_in') return result
    const seconds = this.#services.config.sessionMaxHours * 3600
    return { ...result, cookie: sessionCookie(this.#request, result.token, seconds) }
  }

  /** The identity provider's door; null where none is named. */
  providerDoor(): ProviderDoor | null {
    const { providerSignIn, config } = this.#services
    return providerSignIn && new ProviderDoor(providerSignIn, config, this.#request)
  }

  /** Ends the session here and in the browser. @returns the Set-Cookie header, and where to go: to the provider that began it, if to one */
  async signOut(): Promise<{ cookie: string; to: string }> {
    const { sessions, providerSignIn } = this.#services
    const token = sessionToken(this.#request)
    const user = await this.user()
    const idToken = token && (await sessions.idTokenOf(token))
    if (token) await sessions.end(token)
    if (user) await this.#note('sign_out', user.user_name)
    const to = idToken && providerSignIn ? await providerSignIn.signOutAddress(idToken) : null
    return { cookie: endedSessionCookie(this.#request), to: to ?? '/login' }
  }

  /** Whether the data is a demo whose first start made an account of each role. */
  async isDemo(): Promise<boolean> {
    const snapshot = await this.#services.reader.current().catch(() => null)
    return snapshot?.is_demo === true && this.#services.config.firstAccounts !== 'administrator'
  }

  /** Where who has just signed in begins: the page of their only center, else the overview. */
  async home(user: User): Promise<string> {
    if (user.must_change_password) return '/account'
    const centers = await this.#centersOf(user)
    const [only] = centers ?? []
    return only !== undefined && centers?.size === 1 ? `/centers/${encodeURIComponent(only)}` : '/'
  }

  /** The only center's page for somebody who comes to `/` from elsewhere; null for everybody else. @throws {NotSignedInError} */
  async landing(): Promise<string | null> {
    const isPrinted = this.#request.get(PASS_HEADER) !== undefined
    if (isPrinted || this.#request.get('sec-fetch-site') === 'same-origin') return null
    const home = await this.home(await this.requireUser())
    return home === '/' ? null : home
  }

  /** What somebody does about their own account, also before their password is their own. @throws {NotSignedInError} */
  async ownAccount(): Promise<OwnAccount> {
    return new OwnAccount(this.#services, await this.requireAccount(), sessionToken(this.#request), this.#clientIp)
  }

  /** People, their rights and the trail. @throws {NotSignedInError} {MustChangePasswordError} {ForbiddenError} */
  async administration(): Promise<Administration> {
    const user = await this.requireUser()
    if (!mayAdminister(user)) return this.#refuse(user, 'administration', ADMINISTERS)
    return new Administration(this.#services, user, this.#clientIp)
  }

  /** Somebody with a link by which a password is set: nobody has to be signed in. */
  resetByLink(token: string, password: string): Promise<PasswordProblem | 'link' | null> {
    return resetByLink(this.#services, token, password, this.#clientIp)
  }

  /** Whoever read of single exams or patients is on record, with what they asked. */
  #noteRead({ user_name }: User, page: PageName, { params, search }: Omit<Question, 'rights'>): Promise<void> {
    return this.#note('page_read', user_name, { page, ...params, search: search.toString().slice(0, 1000) })
  }

  /** A file was taken away, by its address. */
  async noteExport(): Promise<void> {
    const { user_name } = await this.requireUser()
    await this.#note('export', user_name, { address: this.#request.originalUrl.slice(0, 2000) })
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

  #note(kind: AuditKind, userName: string, detail?: string | object): Promise<void> {
    return audit(this.#services.appDb, { kind, userName, clientIp: this.#clientIp, detail })
  }
}
