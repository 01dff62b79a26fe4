import { parseFilter } from '#queries/filter/filter.ts'
import { centerPage } from '#queries/center/center-page.ts'
import { complianceExamPage, compliancePage } from '#queries/compliance/compliance-page.ts'
import { concordancePage } from '#queries/concordance/concordance-page.ts'
import { dataPage } from '#queries/data/data-page.ts'
import { methodsPage } from '#queries/methods/methods-page.ts'
import { overviewPage } from '#queries/overview/overview-page.ts'
import { profitabilityPage } from '#queries/profitability/profitability-page.ts'
import { throughputPage } from '#queries/throughput/throughput-page.ts'
import type { Answer } from '#queries/page/page-types.ts'
import type { CenterPage } from '#queries/center/center-types.ts'
import type { ComplianceExamPage, CompliancePage } from '#queries/compliance/compliance-types.ts'
import type { ConcordancePage } from '#queries/concordance/concordance-types.ts'
import type { DataPage, DataQuery } from '#queries/data/data-types.ts'
import type { MethodsPage } from '#queries/methods/methods-types.ts'
import type { OverviewPage } from '#queries/overview/overview-types.ts'
import type { ProfitabilityPage } from '#queries/profitability/profitability-types.ts'
import type { ThroughputPage } from '#queries/throughput/throughput-types.ts'
import type { WarehouseReader } from '#queries/db/snapshots.ts'
import type { Operation } from '../operation.ts'
import { mayOpen, maySeeMoney, maySeePersons, rolesFor, type PageName, type Role } from '../access.ts'
import { ForbiddenError, NotFoundError } from './errors.ts'

/** What each page answers. */
export interface PageAnswers {
  overview: Answer<OverviewPage>
  throughput: Answer<ThroughputPage>
  compliance: Answer<CompliancePage>
  exam: Answer<ComplianceExamPage>
  concordance: Answer<ConcordancePage>
  profitability: Answer<ProfitabilityPage>
  center: Answer<CenterPage>
  data: Answer<DataPage> & { operation?: Operation }
  methods: MethodsPage
}

/** What the address asks: codes from the path, the rest from the query string. */
export interface Question {
  params: Record<string, string | undefined>
  search: URLSearchParams
}

/** What of the data whoever asks may see. */
export interface Rights {
  money: boolean
  persons: boolean
}

export const rightsOf = (role: Role): Rights => ({ money: maySeeMoney(role), persons: maySeePersons(role) })

/** Pages of figures, each with a twin; the SQL console is none. */
export type FigurePage = keyof PageAnswers

type Ask<Page extends FigurePage> = (
  reader: WarehouseReader,
  question: Question,
  rights: Rights,
) => Promise<PageAnswers[Page]>

/** A single text of the query string; empty counts as not given. */
function text(search: URLSearchParams, name: string): string | undefined {
  return search.get(name)?.trim().slice(0, 200) || undefined
}

/** A page number counts from 1; anything else is the first. */
function pageNumber(search: URLSearchParams, name: string): number | undefined {
  const value = search.get(name) ?? ''
  return /^[1-9]\d{0,6}$/.test(value) ? Number(value) : undefined
}

function found<T>(answer: T | undefined, what: string): T {
  if (answer === undefined) throw new NotFoundError(what)
  return answer
}

/** The filters of the data page, as its address gives them. */
export const dataQuery = (search: URLSearchParams): DataQuery => ({
  search: text(search, 'search'),
  run: text(search, 'run'),
  file: text(search, 'file'),
  feed: text(search, 'feed'),
  status: text(search, 'status'),
  reason: text(search, 'reason'),
  center: text(search, 'center'),
  files_page: pageNumber(search, 'files_page'),
  rejects_page: pageNumber(search, 'rejects_page'),
})

/** Page of the list of runs, which is not in the warehouse. */
export const runsPage = (search: URLSearchParams) => pageNumber(search, 'runs_page')

const asks: { [Page in FigurePage]: Ask<Page> } = {
  overview: (reader, { search }, rights) => overviewPage(reader, parseFilter(search), rights),
  throughput: (reader, { search }) => throughputPage(reader, parseFilter(search)),
  compliance: (reader, { search }, rights) =>
    compliancePage(reader, parseFilter(search), rights, {
      protocol: text(search, 'protocol'),
      step: text(search, 'step'),
      parameter: text(search, 'parameter'),
      kind: text(search, 'kind'),
      search: text(search, 'search'),
      page: pageNumber(search, 'page'),
    }),
  exam: async (reader, { params: { center_code = '', accession_no = '' } }) =>
    found(await complianceExamPage(reader, center_code, accession_no), `Exam ${accession_no} of center ${center_code}`),
  concordance: (reader, { search }) => concordancePage(reader, parseFilter(search)),
  profitability: (reader, { search }) => profitabilityPage(reader, parseFilter(search)),
  center: async (reader, { params: { center_code = '' }, search }, rights) =>
    found(await centerPage(reader, center_code, parseFilter(search), rights), `Center ${center_code}`),
  data: (reader, { search }) => dataPage(reader, dataQuery(search)),
  methods: (reader) => methodsPage(reader),
}

/** @throws {ForbiddenError} naming who may open the page */
export function requireAccess(page: PageName, role: Role): void {
  if (!mayOpen(role, page)) throw new ForbiddenError(page, rolesFor(page))
}

/** Reads the address and asks. Access has been checked by the caller. @throws {NotFoundError} {FilterError} */
export function askPage<Page extends FigurePage>(
  reader: WarehouseReader,
  page: Page,
  question: Question,
  rights: Rights,
): Promise<PageAnswers[Page]> {
  return asks[page](reader, question, rights)
}
