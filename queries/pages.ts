import { centerPage } from './center/center-page.ts'
import { centerPanels, examPanels } from './center/center-panels.ts'
import { complianceExamPage, compliancePage } from './compliance/compliance-page.ts'
import { deviatingExamQuery } from './compliance/deviating-exams.ts'
import { compliancePanels } from './compliance/compliance-panels.ts'
import { NO_CASES, type CaseMarks } from './cases/case-types.ts'
import { auditPage, auditQuery } from './compliance/audit-page.ts'
import type { DeviationMark } from './compliance/audit-types.ts'
import { auditPanels } from './compliance/audit-panels.ts'
import { dosePage } from './compliance/dose-page.ts'
import { dosePanels } from './compliance/dose-panels.ts'
import { interventionsPage } from './compliance/interventions-page.ts'
import { interventionsPanels } from './compliance/interventions-panels.ts'
import { mappingPage } from './compliance/mapping-page.ts'
import { mappingPanels } from './compliance/mapping-panels.ts'
import { parametersPage, parametersQuery } from './compliance/parameters-page.ts'
import { parametersPanels } from './compliance/parameters-panels.ts'
import { casesQuery } from './concordance/cases-list.ts'
import { casesPage, NO_READINGS } from './concordance/cases-page.ts'
import { casesPanels } from './concordance/cases-panels.ts'
import type { ReadingMarks } from './concordance/cases-types.ts'
import { concordancePage } from './concordance/concordance-page.ts'
import { concordancePanels } from './concordance/concordance-panels.ts'
import { coveragePage } from './concordance/coverage-page.ts'
import { coveragePanels } from './concordance/coverage-panels.ts'
import { aiUsePage } from './concordance/use-page.ts'
import { aiUsePanels } from './concordance/use-panels.ts'
import { dataPage } from './data/data-page.ts'
import { dataPanels } from './data/data-panels.ts'
import { dataQuery } from './data/data-query.ts'
import { hear } from './db/asked.ts'
import type { WarehouseReader } from './db/snapshot.ts'
import { parseFilter } from './filter/filter.ts'
import { pageParam, textParam } from './filter/search-params.ts'
import { methodsPage } from './methods/methods-page.ts'
import { overviewPage } from './overview/overview-page.ts'
import { overviewPanels } from './overview/overview-panels.ts'
import { statementsOf, type Panel } from './panel/panel.ts'
import { capacityPage } from './profitability/capacity-page.ts'
import { capacityPanels } from './profitability/capacity-panels.ts'
import { besideNamed, changePage } from './profitability/change-page.ts'
import { changePanels } from './profitability/change-panels.ts'
import { planPage, plansIn } from './plan/plan-page.ts'
import { planPanels } from './plan/plan-panels.ts'
import { productPage, productQuery } from './product/product-page.ts'
import { productPanels } from './product/product-panels.ts'
import { examsPage } from './profitability/exams-page.ts'
import { examsPanels } from './profitability/exams-panels.ts'
import { payersPage } from './profitability/payers-page.ts'
import { payersPanels } from './profitability/payers-panels.ts'
import { profitabilityPage } from './profitability/profitability-page.ts'
import { profitabilityPanels } from './profitability/profitability-panels.ts'
import { scannerPage } from './scanner/scanner-page.ts'
import { scannerPanels } from './scanner/scanner-panels.ts'
import { variationPage } from './throughput/variation-page.ts'
import { variationPanels } from './throughput/variation-panels.ts'
import { downtimePage } from './throughput/downtime-page.ts'
import { downtimePanels } from './throughput/downtime-panels.ts'
import { flowPage } from './throughput/flow-page.ts'
import { flowPanels } from './throughput/flow-panels.ts'
import { definitionNamed } from './throughput/ledger-names.ts'
import { minutesPage } from './throughput/minutes-page.ts'
import { minutesPanels } from './throughput/minutes-panels.ts'
import { referralsPage } from './throughput/referrals-page.ts'
import { referralsPanels } from './throughput/referrals-panels.ts'
import { protocolPage } from './protocol/protocol-page.ts'
import { protocolPanels } from './protocol/protocol-panels.ts'
import { throughputPage } from './throughput/throughput-page.ts'
import { throughputPanels } from './throughput/throughput-panels.ts'

export { panelStatement, type Panel, type Shown } from './panel/panel.ts'

/** What the address asks: codes from the path, the rest from the query string; what who asks may see, and what people said of cases, which no snapshot holds. */
export interface Question {
  params: Record<string, string | undefined>
  search: URLSearchParams
  rights: { money: boolean; persons: boolean; marks?: CaseMarks<DeviationMark>; readings?: ReadingMarks }
}

/** How each page of figures is asked. An answer of undefined: there is no such center or exam. */
export const asks = {
  overview: (reader: WarehouseReader, { search, rights }: Question) =>
    overviewPage(reader, parseFilter(search), rights),
  throughput: (reader: WarehouseReader, { search }: Question) => throughputPage(reader, parseFilter(search)),
  variation: (reader: WarehouseReader, { search }: Question) => variationPage(reader, parseFilter(search)),
  minutes: (reader: WarehouseReader, { search, rights }: Question) =>
    minutesPage(reader, parseFilter(search), {
      definition: definitionNamed(textParam(search, 'definition')),
      against: definitionNamed(textParam(search, 'against'), 'acquisition'),
      ...rights,
    }),
  flow: (reader: WarehouseReader, { search, rights: { persons } }: Question) =>
    flowPage(reader, parseFilter(search), {
      persons,
      page: pageParam(search, 'page'),
      staffed: search.get('hours') === 'staffed',
    }),
  downtime: (reader: WarehouseReader, { search }: Question) => downtimePage(reader, parseFilter(search)),
  referrals: (reader: WarehouseReader, { search, rights }: Question) =>
    referralsPage(reader, parseFilter(search), rights),
  compliance: (reader: WarehouseReader, { search, rights }: Question) =>
    compliancePage(reader, parseFilter(search), rights, deviatingExamQuery(search)),
  parameters: (reader: WarehouseReader, { search, rights }: Question) =>
    parametersPage(reader, parseFilter(search), parametersQuery(search), rights),
  dose: (reader: WarehouseReader, { search }: Question) => dosePage(reader, parseFilter(search)),
  audit: (reader: WarehouseReader, { search, rights }: Question) =>
    auditPage(reader, parseFilter(search), auditQuery(search), rights.marks ?? NO_CASES),
  interventions: (reader: WarehouseReader, { search }: Question) =>
    interventionsPage(reader, parseFilter(search), {
      change: textParam(search, 'change'),
      version: textParam(search, 'version'),
    }),
  mapping: (reader: WarehouseReader, { search }: Question) => mappingPage(reader, parseFilter(search)),
  protocol: (reader: WarehouseReader, { params: { protocol_code = '' }, search }: Question) =>
    protocolPage(reader, protocol_code, parseFilter(search)),
  exam: (reader: WarehouseReader, { params: { center_code = '', accession_no = '' }, search }: Question) =>
    complianceExamPage(
      reader,
      center_code,
      accession_no,
      search.get('list') === 'exams' ? { filter: parseFilter(search), query: deviatingExamQuery(search) } : null,
    ),
  coverage: (reader: WarehouseReader, { search }: Question) => coveragePage(reader, parseFilter(search)),
  use: (reader: WarehouseReader, { search }: Question) => aiUsePage(reader, parseFilter(search)),
  cases: (reader: WarehouseReader, { search, rights }: Question) =>
    casesPage(reader, parseFilter(search), casesQuery(search), rights.readings ?? NO_READINGS),
  concordance: (reader: WarehouseReader, { search, rights }: Question) =>
    concordancePage(reader, parseFilter(search), rights),
  product: (reader: WarehouseReader, { params: { product_code = '' }, search, rights }: Question) =>
    productPage(reader, product_code, parseFilter(search), productQuery(search), rights),
  change: (reader: WarehouseReader, { search }: Question) =>
    changePage(reader, parseFilter(search), besideNamed(textParam(search, 'beside'))),
  capacity: (reader: WarehouseReader, { search }: Question) => capacityPage(reader, parseFilter(search)),
  plan: (reader: WarehouseReader, { search }: Question) => planPage(reader, parseFilter(search), plansIn(search)),
  profitability: (reader: WarehouseReader, { search, rights: { persons } }: Question) =>
    profitabilityPage(reader, parseFilter(search), {
      line: textParam(search, 'line'),
      page: pageParam(search, 'page'),
      persons,
    }),
  payers: (reader: WarehouseReader, { search }: Question) => payersPage(reader, parseFilter(search)),
  exams: (reader: WarehouseReader, { search, rights: { persons } }: Question) =>
    examsPage(reader, parseFilter(search), { persons, page: pageParam(search, 'page') }),
  center: (reader: WarehouseReader, { params: { center_code = '' }, search, rights }: Question) =>
    centerPage(reader, center_code, parseFilter(search), rights),
  // A day is told exam by exam.
  scanner: (reader: WarehouseReader, { params: { scanner_id = '' }, search, rights: { persons } }: Question) =>
    scannerPage(reader, scanner_id, parseFilter(search), { day: persons ? textParam(search, 'day') : undefined }),
  data: (reader: WarehouseReader, { search }: Question) => dataPage(reader, dataQuery(search)),
  methods: (reader: WarehouseReader) => methodsPage(reader),
}

/** A page of figures; each has a twin. */
export type FigurePage = keyof typeof asks

/** What each page answers. */
export type PageAnswer<Page extends FigurePage> = Exclude<Awaited<ReturnType<(typeof asks)[Page]>>, undefined>

/** The tiles, charts and tables of every page that has a statement to show. */
export const panels = {
  overview: overviewPanels,
  throughput: throughputPanels,
  variation: variationPanels,
  minutes: minutesPanels,
  flow: flowPanels,
  downtime: downtimePanels,
  referrals: referralsPanels,
  compliance: compliancePanels,
  parameters: parametersPanels,
  dose: dosePanels,
  audit: auditPanels,
  interventions: interventionsPanels,
  mapping: mappingPanels,
  protocol: protocolPanels,
  exam: examPanels,
  concordance: concordancePanels,
  coverage: coveragePanels,
  use: aiUsePanels,
  cases: casesPanels,
  product: productPanels,
  profitability: profitabilityPanels,
  change: changePanels,
  capacity: capacityPanels,
  plan: planPanels,
  payers: payersPanels,
  exams: examsPanels,
  center: centerPanels,
  scanner: scannerPanels,
  data: dataPanels,
} as const

export type PanelPage = keyof typeof panels

export function isPanelPage(page: string): page is PanelPage {
  return Object.hasOwn(panels, page)
}

/** The panel of a page by its id; undefined when the page has no such panel. */
export function panelOf(page: PanelPage, id: string): Panel<never> | undefined {
  return (panels[page] as Panel<never>[]).find((panel) => panel.id === id)
}

/**
 * The page's questions as statements by name, kept under the snapshot, the page and its filter. `ask` asks the page as
 * its loader does; null while nothing has been published.
 */
export function questionsOf(
  reader: WarehouseReader,
  question: string,
  ask: (reader: WarehouseReader) => Promise<unknown>,
): Promise<Map<string, string> | null> {
  return reader.read(`statements ${question}`, async (db, snapshot) => {
    // Answers that are kept would be given without a question.
    const direct: WarehouseReader = { read: (_question, answer) => answer(db, snapshot) }
    return statementsOf(await hear(() => ask(direct)))
  })
}
