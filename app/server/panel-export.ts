import express, { type Router } from 'express'
import type { SnapshotReader, WarehouseReader } from '#queries/db/snapshots.ts'
import { metrics, type Metric } from '#queries/metrics.ts'
import { isPanelPage, panels, panelStatement, type Panel, type PanelPage } from '#queries/pages.ts'
import type { CenterScope } from '#queries/scope/center-scope.ts'
import { panelRows, type PanelRows } from '#queries/panel/rows.ts'
import { BYTE_ORDER_MARK, csvLine } from '../csv.ts'
import { messagesFor } from '../i18n/dictionary.server.ts'
import { localeOf, parseCookies, type Locale } from '../preferences.ts'
import { download, searchOf, type Send } from './downloads.ts'
import { NotFoundError } from './errors.ts'
import { askedOf, atSnapshot, panelNamed, questionsAt } from './panel-sql.ts'
import { askPage, type Rights } from './pages.ts'
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

async function tablesOf(reader: WarehouseReader, { page, id, search, rights }: Asked): Promise<Table[]> {
  const questions = await questionsAt(reader, page, search, rights)
  const tables: Table[] = []
  for (const panel of panels[page] as Panel<never>[]) {
    if (id !== undefined && panel.id !== id) continue
    const statement = questions && panelStatement(panel, questions)
    // A page that did not ask a panel's questions does not show it: money, to whoever may not see that.
    const rows = statement && (await panelRows(reader, statement))
    if (rows) tables.push({ panel: panel.id, ...rows })
  }
  return tables
}

/** Filters as they were applied; null for a page without filters. */
async function filtersOf(reader: WarehouseReader, { page, search, rights }: Asked): Promise<object | null> {
  const answer = await askPage(reader, page, askedOf(page, search), rights)
  return 'filters' in answer ? (answer.filters ?? null) : null
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : (value as Cell)
}

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
function aboutSheet(tables: Table[], filters: object | null, { what, snapshot_id, locale, user }: About): Sheet {
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
  { rights, scope, locale, user }: { rights: Rights; scope: CenterScope } & Pick<About, 'locale' | 'user'>,
): Promise<{ type: string; body: Buffer | string }> {
  const asked = { page, id, search, rights }
  const { value, snapshot_id } = await atSnapshot(reader, scope, search.get('snapshot') ?? '', async (at) => {
    const tables = await tablesOf(at, asked)
    if (tables.length === 0) throw new NotFoundError(`The rows of "${what}"`)
    // A CSV has no place for the filters: they are not asked.
    return { tables, filters: format === 'xlsx' ? await filtersOf(at, asked) : null }
  })
  const { tables, filters } = value
  if (format === 'csv') return { type: 'text/csv', body: BYTE_ORDER_MARK + body(tables[0]!).map(csvLine).join('') }
  const about = aboutSheet(tables, filters, { what, snapshot_id, locale, user })
  return { type: XLSX, body: await book([...sheets(tables), about]) }
}

const sendExport =
  (reader: SnapshotReader): Send =>
  async (desk, request, response) => {
    const search = searchOf(request)
    const wanted = requestedOf(search)
    const user = await desk.requirePage(wanted.page)
    const language = parseCookies(request.headers.cookie).get('lang')
    const { type, body } = await exportFile(reader, wanted, search, {
      rights: await desk.rights(wanted.page, user),
      scope: user.scope,
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
  return express.Router().get('/export', download(services, sendExport(services.reader)))
}
