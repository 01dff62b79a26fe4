import express, { type Request, type Response, type Router } from 'express'
import type { SnapshotReader, WarehouseReader } from '#queries/db/snapshots.ts'
import { metrics, type Metric } from '#queries/metrics.ts'
import { isPanelPage, panels, panelStatement, type Panel, type PanelPage } from '#queries/pages.ts'
import { panelRows, type PanelRows } from '#queries/panel/rows.ts'
import { BYTE_ORDER_MARK, csvLine } from '../csv.ts'
import { messagesFor } from '../i18n/dictionary.server.ts'
import { localeOf, parseCookies, type Locale } from '../preferences.ts'
import { Desk } from './desk.ts'
import { NotFoundError } from './errors.ts'
import { codeOf, httpStatus } from './http-status.ts'
import { askedOf, atSnapshot, panelNamed, questionsAt } from './panel-sql.ts'
import { askPage, rightsOf, type Rights } from './pages.ts'
import type { Services } from './services.ts'
import { book, type Sheet } from './workbook/book.ts'
import type { Cell } from './workbook/parts.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A tile, chart or table as rows under its columns. */
interface Table extends PanelRows {
  panel: string
}

interface Asked {
  page: PanelPage
  /** One panel, or undefined for all of the page. */
  id: string | undefined
  search: URLSearchParams
  rights: Rights
}

/** Filters as they were applied; those of a page without filters are null. */
interface Exported {
  tables: Table[]
  filters: object | null
}

async function tablesOf(reader: WarehouseReader, { page, id, search, rights }: Asked): Promise<Exported> {
  const [answer, questions] = await Promise.all([
    askPage(reader, page, askedOf(page, search), rights),
    questionsAt(reader, page, search, rights),
  ])
  const tables: Table[] = []
  for (const panel of panels[page] as Panel<never>[]) {
    if (id !== undefined && panel.id !== id) continue
    const statement = questions && panelStatement(panel, questions)
    // A page that did not ask a panel's questions does not show it: money, to whoever may not see that.
    const rows = statement && (await panelRows(reader, statement))
    if (rows) tables.push({ panel: panel.id, ...rows })
  }
  return { tables, filters: 'filters' in answer ? (answer.filters ?? null) : null }
}

const cellOf = (value: unknown): Cell =>
  value === null || value === undefined || typeof value === 'string' || typeof value === 'number'
    ? ((value ?? null) as Cell)
    : typeof value === 'boolean'
      ? value
      : JSON.stringify(value)

const body = ({ columns, rows }: Table): Cell[][] => [
  columns,
  ...rows.map((row) => columns.map((column) => cellOf(row[column]))),
]

/** Tiles are a row each: their own statements have a figure in their first row. */
function sheets(tables: Table[]): Sheet[] {
  const tiles = tables.filter(({ panel }) => panel.startsWith('tile.'))
  const figures = tiles.map(({ panel, rows }): Cell[] => {
    const [id, row] = [panel.slice('tile.'.length), rows[0] ?? {}]
    const part = (name: string) => cellOf(row[`${id}${name}`] ?? null)
    return [id, part(''), part('_n'), part('_low'), part('_high')]
  })
  return [
    ...(tiles.length > 1 ? [{ name: 'figures', rows: [['metric', 'value', 'n', 'low', 'high'], ...figures] }] : []),
    ...tables
      .filter((table) => tiles.length <= 1 || !tiles.includes(table))
      .map((table) => ({ name: table.panel, rows: body(table) })),
  ]
}

/** The metrics that the columns or tiles are named by. */
function metricsIn(tables: Table[]): Metric[] {
  const names = new Set(tables.flatMap(({ panel, columns }) => [panel.replace(/^tile\./, ''), ...columns]))
  return metrics.filter(({ id }) => names.has(id))
}

interface About {
  what: string
  snapshot_id: string
  locale: Locale
  user: string
}

/** What the rows rest on, and what their columns mean. */
function aboutSheet({ tables, filters }: Exported, { what, snapshot_id, locale, user }: About): Sheet {
  const language = locale === 'zh-CN' ? 'zh' : 'en'
  const t = messagesFor(locale)
  const applied = Object.entries(filters ?? {}).map(([name, value]): Cell[] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return {
    name: 'About',
    rows: [
      [t['export.about'], what],
      ['snapshot_id', snapshot_id],
      ['exported_at', new Date().toISOString()],
      ['exported_by', user],
      ...applied,
      [],
      [t['export.column'], t['export.meaning'], t['export.unit'], t['export.definition']],
      ...metricsIn(tables).map(({ id, label, unit, definition }): Cell[] => [
        id,
        label[language],
        unit,
        definition[language],
      ]),
    ],
  }
}

interface Requested {
  page: PanelPage
  id: string | undefined
  what: string
  format: 'csv' | 'xlsx'
}

/** What the address names. @throws {NotFoundError} */
export function requestedOf(search: URLSearchParams): Requested {
  const text = (name: string) => search.get(name) ?? ''
  const format = text('format')
  if (format !== 'csv' && format !== 'xlsx') throw new NotFoundError(`A format "${format.slice(0, 20)}"`)
  const panel = text('panel')
  if (panel) return { ...panelNamed(panel), what: panel, format }
  const page = text('page_name')
  if (!isPanelPage(page) || format === 'csv') throw new NotFoundError(`A page "${page.slice(0, 80)}" as ${format}`)
  return { page, id: undefined, what: page, format }
}

/**
 * The file of a panel, or of all panels of a page, that `search` names. Access to the page has been checked by the caller.
 * @throws {NotFoundError} {FilterError}
 */
export async function exportFile(
  reader: SnapshotReader,
  { page, id, what, format }: Requested,
  search: URLSearchParams,
  { rights, locale, user }: { rights: Rights } & Pick<About, 'locale' | 'user'>,
): Promise<{ type: string; body: Buffer | string }> {
  const asked = { page, id, search, rights }
  const { value, snapshot_id } = await atSnapshot(reader, search.get('snapshot') ?? '', (at) => tablesOf(at, asked))
  if (value.tables.length === 0) throw new NotFoundError(`The rows of "${what}"`)
  if (format === 'csv') {
    return { type: 'text/csv', body: BYTE_ORDER_MARK + body(value.tables[0]!).map(csvLine).join('') }
  }
  const about = aboutSheet(value, { what, snapshot_id, locale, user })
  return { type: XLSX, body: await book([...sheets(value.tables), about]) }
}

async function send(services: Services, request: Request, response: Response): Promise<void> {
  const search = new URLSearchParams(request.originalUrl.split('?')[1] ?? '')
  const wanted = requestedOf(search)
  const user = await new Desk(services, request).requirePage(wanted.page)
  const language = parseCookies(request.headers.cookie).get('lang')
  const { type, body } = await exportFile(services.reader, wanted, search, {
    rights: rightsOf(user.role),
    locale: localeOf(language, request.headers['accept-language'] ?? null),
    user: user.user_name,
  })
  response.attachment(`isocenter-${wanted.what}.${wanted.format}`).type(type).send(body)
}

/**
 * `GET /export?panel=<page>.<panel>&format=csv|xlsx` and `GET /export?page_name=<page>&format=xlsx`, with the page's own
 * filters: the rows of the statement behind a card, or of all cards, under the page's access.
 */
export function panelExport(services: Services): Router {
  const router = express.Router()
  router.get('/export', async (request, response) => {
    response.set('Cache-Control', 'private, no-store')
    try {
      await send(services, request, response)
    } catch (error) {
      if (!codeOf(error)) services.log.error(error)
      response.status(httpStatus(error)).type('text/plain').send('Not allowed, not found, or failed.\n')
    }
  })
  return router
}
