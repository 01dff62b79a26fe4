import express, { type Router } from 'express'
import { BYTE_ORDER_MARK, csvLine } from '../csv.ts'
import { pageNamed } from '../page-list.ts'
import { download, searchOf, type Send } from './downloads.ts'
import { NotFoundError } from './errors.ts'
import type { FigurePage, PageAnswers } from './pages.ts'
import type { Services } from './services.ts'

type Known<Page extends FigurePage> = Exclude<PageAnswers[Page], { snapshot_id: null }>
type Tables = { [Page in FigurePage]?: Record<string, (answer: Known<Page>) => object[]> }

/** Tables of which a page of many centers shows a part, by the name in their address. */
const TABLES: Tables = {
  overview: {
    centers: ({ centers, money }) => {
      const amounts = new Map(money?.centers.map((row) => [row.center_code, row]))
      return centers.map((center) => ({ ...center, ...amounts.get(center.center_code) }))
    },
    attention: ({ attention }) => attention.signals,
  },
  throughput: { centers: ({ centers }) => centers, scanners: ({ scanners }) => scanners },
  downtime: {
    reliability: ({ reliability }) => reliability,
    availability: ({ availability }) => availability,
  },
  compliance: {
    centers: ({ centers }) => centers.rows,
    center_coverage: ({ center_coverage }) => center_coverage,
    drift: ({ drift }) => drift,
  },
  capacity: { centers: ({ centers }) => centers, scanners: ({ scanners }) => scanners },
  plan: {
    centers: ({ plan }) => plan.centers,
    beside: ({ beside }) => beside?.centers ?? [],
  },
  change: { centers: ({ centers }) => centers },
  profitability: {
    centers: ({ centers }) => centers,
    center_months: ({ center_months }) => center_months,
    budget_centers: ({ budgets }) => budgets.centers,
    lines: ({ lines }) => lines?.centers ?? [],
  },
  payers: {
    receivables: ({ receivables }) => receivables.centers,
    partners: ({ receivables }) => receivables.partners,
    denial_centers: ({ denial_centers }) => denial_centers.rows,
  },
  exams: {
    protocols: ({ protocols }) => protocols,
    centers: ({ centers }) => centers,
    hours: ({ scanners }) => scanners,
    loss_centers: ({ loss_centers }) => loss_centers,
    leak_centers: ({ leak_centers }) => leak_centers,
  },
}

type Cell = string | number | boolean | null

/** A row's values by column; what is an object of its own (an estimate) becomes several columns of its name. */
function cellsOf(row: object, prefix = ''): [string, Cell][] {
  return Object.entries(row).flatMap(([key, value]): [string, Cell][] => {
    if (value === null || typeof value !== 'object') return [[prefix + key, (value ?? null) as Cell]]
    return Array.isArray(value) ? [] : cellsOf(value as object, `${prefix}${key}_`)
  })
}

function* lines(rows: object[]): Generator<string> {
  const cells = rows.map((row) => new Map(cellsOf(row)))
  const columns = [...new Set(cells.flatMap((row) => [...row.keys()]))]
  yield BYTE_ORDER_MARK + csvLine(columns)
  for (const row of cells) yield csvLine(columns.map((column) => row.get(column) ?? null))
}

function tableOf(page: FigurePage): Send {
  const tables = TABLES[page] as Record<string, (answer: unknown) => object[]>
  return async (desk, request, response) => {
    const search = searchOf(request)
    const name = search.get('table') ?? ''
    const answer = await desk.ask(page, { params: {}, search })
    if (!Object.hasOwn(tables, name)) throw new NotFoundError(`A table "${name.slice(0, 80)}"`)
    const rows = answer.snapshot_id === null ? [] : tables[name]!(answer)
    response.type('text/csv').attachment(`${page}-${name}.csv`)
    response.send([...lines(rows)].join(''))
  }
}

/** `GET <page>.csv?table=…`: all rows of a table, under the page's filters and access. */
export function pageCsv(services: Services): Router {
  const router = express.Router()
  for (const page of Object.keys(TABLES) as FigurePage[]) {
    const { path } = pageNamed(page)
    router.get(path === '/' ? '/index.csv' : `${path}.csv`, download(services, tableOf(page)))
  }
  return router
}
