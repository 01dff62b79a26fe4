import { LIBRARY } from '#queries/library/index.ts'
import { classesOf } from '../../access.ts'
import { schemaFor } from '../../i18n/schema.server.ts'
import type { Locale } from '../../preferences.ts'
import { filtersIn, stateOf } from '../../sql/address.ts'
import { knowledgeOf, withCasts } from '../../sql/knowledge.ts'
import { parametersOf, valueOf, type ParameterValue } from '../../sql/parameters.ts'
import type { ConsolePage, ConsoleProblem, Opened, PlanAnswer, RunAnswer } from '../../console/console-types.ts'
import type { Services } from '../services.ts'
import type { User } from '../sessions.ts'
import type { Asker, SqlExport, SqlProblem, SqlRequest, SqlSchema } from '../../sql/sql-types.ts'
import type { Asked } from './forms.ts'
import { historyEntry, historyOf, remember, type NewEntry } from './history.ts'
import { addressFor, linkedQuery } from './links.ts'
import { libraryFor, listsFor, relationsFor } from './offered.ts'
import { savedQueriesFor, savedQuery, versionsOf } from './saved-queries.ts'

const NOTHING: Opened = {
  sql: '',
  parameters: {},
  snapshotId: null,
  saved: null,
  libraryId: null,
  snapshotGone: false,
  missing: false,
}

/** A file on its way, or where to go instead. */
export type ExportAnswer = Extract<SqlExport, { ok: true }> | { ok: false; address: string }

/** Whose console it is. */
type ConsoleUser = Pick<User, 'user_name' | 'roles' | 'scope'> & { foreign?: readonly string[] }

/** What one person may do in the console. Access has been checked by the desk. */
export class SqlConsole {
  readonly #services: Services
  readonly #user: ConsoleUser

  constructor(services: Services, user: ConsoleUser) {
    this.#services = services
    this.#user = user
  }

  get #asker(): Asker {
    return { user: this.#user.user_name, classes: classesOf(this.#user), scope: this.#user.scope }
  }

  async #schema(): Promise<SqlSchema | null> {
    const schema = await this.#services.sql.schema(this.#asker)
    return 'tables' in schema ? schema : null
  }

  /** Everything that the page shows, tables and columns explained in the reader's language. Runs nothing. */
  async page(search: URLSearchParams, locale: Locale): Promise<ConsolePage> {
    const { appDb, reader, config } = this.#services
    const { classes } = this.#asker
    const words = search.get('find') ?? ''
    const [opened, schema, saved, history, snapshot] = await Promise.all([
      this.#opened(search),
      this.#schema(),
      savedQueriesFor(appDb, this.#user, words),
      historyOf(appDb, this.#user.user_name, words),
      reader.current().catch(() => null),
    ])
    return {
      user: this.#user.user_name,
      opened,
      refused: this.#services.refusedExports.find(this.#user.user_name, search.get('why')),
      schema: schema && schemaFor(schema, locale),
      relations: relationsFor(classes),
      lists: listsFor(classes),
      library: libraryFor(classes),
      saved,
      history,
      versions: opened.saved ? await versionsOf(appDb, this.#user, opened.saved.id) : [],
      search: words,
      snapshotId: snapshot?.snapshot_id ?? null,
      screenRows: config.sql.screenRows,
      exportRows: config.sql.exportRows,
    }
  }

  async #opened(search: URLSearchParams): Promise<Opened> {
    const state = stateOf(search)
    const found = await this.#source(search)
    if (found === undefined) return { ...NOTHING, missing: true }
    const opened = { ...NOTHING, ...state, ...found }
    const filters = filtersIn(search)
    // What somebody ran or sent had its values; a query that is kept is asked of what its reader looks at.
    const isKept = found?.saved ?? found?.libraryId
    const given = isKept ? { ...found?.parameters, ...filters } : { ...filters, ...found?.parameters }
    opened.parameters = { ...given, ...state.parameters }
    return { ...opened, snapshotGone: await this.#isGone(opened.snapshotId) }
  }

  /** What the address names beside a text; null where it names nothing, undefined where that is not there. */
  async #source(search: URLSearchParams): Promise<Partial<Opened> | null | undefined> {
    const { appDb } = this.#services
    const [link, library, saved, ran] = ['link', 'library', 'saved', 'ran'].map((name) => search.get(name))
    if (link) return (await linkedQuery(appDb, link)) ?? undefined
    if (library) {
      const query = LIBRARY.find(({ id }) => id === library)
      return query && { sql: query.sql, libraryId: query.id }
    }
    if (saved) {
      const query = await savedQuery(appDb, this.#user, saved).catch(() => undefined)
      return query && { sql: query.sql, parameters: query.parameters, saved: query }
    }
    if (!ran) return null
    const entry = await historyEntry(appDb, this.#user.user_name, ran)
    return entry && { sql: entry.sql, parameters: entry.parameters }
  }

  async #isGone(snapshotId: string | null): Promise<boolean> {
    if (snapshotId === null) return false
    const answer = await this.#services.sql.describe('SELECT 1', this.#asker, snapshotId)
    return 'code' in answer && answer.code === 'snapshot_gone'
  }

  /** The request as the service takes it, and how to lead its errors back to the text as typed. */
  async #request(asked: Asked, signal?: AbortSignal) {
    const known = knowledgeOf(await this.#schema(), listsFor(this.#asker.classes))
    const parameters: Record<string, ParameterValue> = {}
    for (const { name, kind } of parametersOf(asked.sql, known))
      parameters[name] = valueOf(kind, asked.parameters[name] ?? '')
    const { sql, place } = withCasts(asked.sql, known)
    const request: SqlRequest = {
      ...this.#asker,
      sql,
      parameters,
      snapshotId: asked.snapshot,
      maxRows: asked.rows,
      queryId: asked.query_id,
      signal,
    }
    const asTyped = (problem: SqlProblem): ConsoleProblem =>
      problem.position === undefined ? problem : { ...problem, position: place(problem.position) }
    return { request, asTyped }
  }

  #remember(
    asked: Asked,
    startedAt: Date,
    entry: Pick<NewEntry, 'kind' | 'outcome'> & Partial<NewEntry>,
  ): Promise<void> {
    if (asked.quiet) return Promise.resolve()
    const names = new Set(parametersOf(asked.sql).map(({ name }) => name))
    return remember(this.#services.appDb, this.#user.user_name, {
      sql: asked.sql,
      parameters: Object.fromEntries(Object.entries(asked.parameters).filter(([name]) => names.has(name))),
      startedAt,
      elapsedMs: Date.now() - startedAt.getTime(),
      rows: null,
      truncated: false,
      snapshotId: asked.snapshot ?? null,
      ...entry,
    })
  }

  async run(asked: Asked, signal?: AbortSignal): Promise<RunAnswer> {
    const startedAt = new Date()
    const { request, asTyped } = await this.#request(asked, signal)
    const answer = await this.#services.sql.run(request)
    if (!answer.ok) {
      await this.#remember(asked, startedAt, { kind: 'run', outcome: answer.problem.code })
      return { ok: false, problem: asTyped(answer.problem) }
    }
    const { elapsedMs, truncated, snapshotId, rows } = answer.result
    await this.#remember(asked, startedAt, {
      kind: 'run',
      outcome: 'ok',
      elapsedMs,
      truncated,
      snapshotId,
      rows: rows.length,
    })
    return answer
  }

  async explain(asked: Asked, signal?: AbortSignal): Promise<PlanAnswer> {
    const startedAt = new Date()
    const analyze = asked.analyze === '1'
    const kind = analyze ? 'profile' : 'explain'
    const { request, asTyped } = await this.#request(asked, signal)
    const answer = await this.#services.sql.explain({ ...request, analyze })
    await this.#remember(asked, startedAt, { kind, outcome: answer.ok ? 'ok' : answer.problem.code })
    if (!answer.ok) return { ok: false, problem: asTyped(answer.problem) }
    return { ok: true, plan: answer.plan, elapsedMs: answer.elapsedMs, analyzed: analyze }
  }

  async export(asked: Asked, signal?: AbortSignal): Promise<ExportAnswer> {
    const startedAt = new Date()
    const { request, asTyped } = await this.#request({ ...asked, rows: undefined }, signal)
    const answer = await this.#services.sql.export({ ...request, format: asked.format })
    if (!answer.ok) {
      await this.#remember(asked, startedAt, { kind: 'export', outcome: answer.problem.code })
      return { ok: false, address: await this.#leadBack(asked, asTyped(answer.problem)) }
    }
    // The file is on its way: how it ends is noted when it ends.
    void answer.outcome
      .then(({ rows, truncated }) => ({ outcome: 'ok', rows, truncated }))
      .catch(() => ({ outcome: 'cancelled' }))
      .then((end) => this.#remember(asked, startedAt, { kind: 'export', snapshotId: answer.snapshotId, ...end }))
      .catch((fault: unknown) => this.#services.log.error(fault))
    return answer
  }

  /** The console with the text of an export that was refused, and with why. */
  async #leadBack({ sql, parameters, snapshot }: Asked, problem: ConsoleProblem): Promise<string> {
    const { user_name } = this.#user
    const address = await addressFor(this.#services.appDb, user_name, { sql, parameters, snapshotId: snapshot ?? null })
    const why = this.#services.refusedExports.keep(user_name, problem)
    return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams({ problem: problem.code, why })}`
  }

  cancel(queryId: string): boolean {
    return this.#services.sql.cancel(this.#user.user_name, queryId)
  }
}
