import { OpenSnapshot } from '#queries/db/open-snapshot.ts'
import { Semaphore } from '#queries/db/semaphore.ts'
import type { SnapshotReader, WarehouseReader } from '#queries/db/snapshots.ts'
import type { CenterScope } from '#queries/scope/center-scope.ts'
import { isPanelPage, panelOf, panelStatement, questionsOf, type PanelPage } from '#queries/pages.ts'
import { pathParams } from '../page-list.ts'
import { NotFoundError } from './errors.ts'
import { askPage, type Rights } from './pages.ts'
import { retainedPath } from './sql/snapshots.ts'

/** The statement of a panel, and the snapshot that it was written for. */
export interface PanelSql {
  sql: string
  snapshot_id: string
}

/** Page and panel of `<page>.<panel>`. @throws {NotFoundError} when there is no such panel */
export function panelNamed(name: string): { page: PanelPage; id: string } {
  const dot = name.indexOf('.')
  const [page, id] = [name.slice(0, dot), name.slice(dot + 1)]
  if (!isPanelPage(page) || !panelOf(page, id)) throw new NotFoundError(`A panel "${name.slice(0, 80)}"`)
  return { page, id }
}

const LIMITS = { threads: 1, memoryLimit: '1GB' }

/** A reader of a retained snapshot that is no longer the current one; null when it has gone. */
async function retained(reader: SnapshotReader, scope: CenterScope, id: string) {
  const current = await reader.current()
  if (!current || current.snapshot_id === id) return null
  const file = retainedPath(id, { id: current.snapshot_id, file: current.file })
  if (!file) return null
  const snapshot = { ...current, snapshot_id: id, file }
  const open = await OpenSnapshot.open(snapshot, new Semaphore(2), LIMITS)
  const old: WarehouseReader = { read: (_question, ask) => open.use(ask, scope) }
  return { old, close: () => open.retire() }
}

/** Reads a scope's rows of the snapshot that a page was read from while that is retained, else of the current one. */
export async function atSnapshot<T>(
  reader: SnapshotReader,
  scope: CenterScope,
  id: string,
  read: (reader: WarehouseReader) => Promise<T>,
): Promise<{ value: T; snapshot_id: string }> {
  const past = await retained(reader, scope, id)
  try {
    if (past) return { value: await read(past.old), snapshot_id: id }
    const value = await read(reader.within(scope))
    return { value, snapshot_id: (await reader.current())?.snapshot_id ?? id }
  } finally {
    await past?.close()
  }
}

/** What an address that names panels asks of their page: the codes of its path and its query. */
export function askedOf(page: PanelPage, search: URLSearchParams) {
  const params = Object.fromEntries(pathParams(page).map((code) => [code, search.get(code) ?? undefined]))
  const asked = new URLSearchParams(search)
  for (const own of ['panel', 'page_name', 'format', 'snapshot', ...Object.keys(params)]) asked.delete(own)
  return { params, search: asked }
}

/** The questions of a page as statements by name; null while nothing has been published. @throws {FilterError} */
export function questionsAt(reader: WarehouseReader, page: PanelPage, search: URLSearchParams, rights: Rights) {
  const asked = askedOf(page, search)
  const key = `${page} ${JSON.stringify([asked.params, { ...rights, marks: rights.marks?.revision, readings: rights.readings?.revision }, asked.search.toString()])}`
  return questionsOf(reader, key, (direct) => askPage(direct, page, asked, rights))
}

/** Fields of the filter that a statement's first line says, and what a value may be to stand there. */
const SHOWN = ['from', 'to', 'center', 'province', 'ownership', 'modality', 'scanner', 'compare', 'compare_from']
const PLAIN = /^[\p{L}\p{N}._:+-]{1,40}$/u

/** Whoever makes an address must not put words of their own under our name: codes and days only. */
const shownFilter = (search: URLSearchParams) =>
  [...search]
    .flatMap(([field, value]) => (SHOWN.includes(field) && PLAIN.test(value) ? `${field}=${value}` : []))
    .join('&')

async function write(reader: WarehouseReader, name: string, search: URLSearchParams, rights: Rights): Promise<string> {
  const { page, id } = panelNamed(name)
  const questions = await questionsAt(reader, page, search, rights)
  const statement = questions && panelStatement(panelOf(page, id)!, questions)
  if (!statement) throw new NotFoundError(`The statement of "${name}"`)
  const { search: asked } = askedOf(page, search)
  const filter = shownFilter(asked)
  return `-- Isocenter: ${name}${filter ? `, filter ${filter}` : ''}\n${statement}\n`
}

/**
 * The statement that made a panel, runnable as it is, for the snapshot that the page was read from while that is
 * retained, else for the current one. Access to page and console has been checked by the caller.
 * @throws {NotFoundError} {FilterError}
 */
export async function panelSql(
  reader: SnapshotReader,
  search: URLSearchParams,
  rights: Rights,
  scope: CenterScope,
): Promise<PanelSql> {
  const name = search.get('panel') ?? ''
  const { value, snapshot_id } = await atSnapshot(reader, scope, search.get('snapshot') ?? '', (at) =>
    write(at, name, search, rights),
  )
  return { sql: value, snapshot_id }
}
