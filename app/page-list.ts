export interface Page {
  /** The address, as routes and twins have it: `:name` is a code in it. */
  path: string
  /** The module of its route, from `app/`. */
  route: string
  /** The view that it belongs to: who may open that may open it, and its tabs lead to it. */
  view?: 'throughput' | 'compliance' | 'concordance' | 'profitability'
  /** Its name among the tabs of its view. */
  tab?: string
}

/**
 * Every page for people who have signed in, in the order of the navigation. Routes, twins, access and tabs follow from it;
 * a page of figures has its question under the same name in `queries/pages.ts`.
 */
export const PAGE_LIST = {
  overview: { path: '/', route: 'overview/overview-route.tsx' },
  throughput: {
    path: '/throughput',
    route: 'throughput/throughput-route.tsx',
    view: 'throughput',
    tab: 'tab.overview',
  },
  variation: {
    path: '/throughput/variation',
    route: 'throughput/variation-route.tsx',
    view: 'throughput',
    tab: 'tab.variation',
  },
  minutes: {
    path: '/throughput/minutes',
    route: 'throughput/minutes-route.tsx',
    view: 'throughput',
    tab: 'tab.minutes',
  },
  flow: { path: '/throughput/flow', route: 'throughput/flow-route.tsx', view: 'throughput', tab: 'tab.flow' },
  downtime: {
    path: '/throughput/downtime',
    route: 'throughput/downtime-route.tsx',
    view: 'throughput',
    tab: 'tab.downtime',
  },
  referrals: {
    path: '/throughput/referrals',
    route: 'throughput/referrals-route.tsx',
    view: 'throughput',
    tab: 'tab.referrals',
  },
  compliance: {
    path: '/compliance',
    route: 'compliance/compliance-route.tsx',
    view: 'compliance',
    tab: 'tab.overview',
  },
  parameters: {
    path: '/compliance/parameters',
    route: 'compliance/parameters-route.tsx',
    view: 'compliance',
    tab: 'tab.parameters',
  },
  dose: { path: '/compliance/dose', route: 'compliance/dose-route.tsx', view: 'compliance', tab: 'tab.dose' },
  interventions: {
    path: '/compliance/interventions',
    route: 'compliance/interventions-route.tsx',
    view: 'compliance',
    tab: 'tab.interventions',
  },
  audit: { path: '/compliance/audit', route: 'compliance/audit-route.tsx', view: 'compliance', tab: 'tab.audit' },
  mapping: {
    path: '/compliance/mapping',
    route: 'compliance/mapping-route.tsx',
    view: 'compliance',
    tab: 'tab.mapping',
  },
  protocol: { path: '/protocols/:protocol_code', route: 'protocol/protocol-route.tsx', view: 'compliance' },
  exam: {
    path: '/compliance/exams/:center_code/:accession_no',
    route: 'compliance/exam-route.tsx',
    view: 'compliance',
  },
  concordance: {
    path: '/concordance',
    route: 'concordance/concordance-route.tsx',
    view: 'concordance',
    tab: 'tab.overview',
  },
  coverage: {
    path: '/concordance/coverage',
    route: 'concordance/coverage-route.tsx',
    view: 'concordance',
    tab: 'tab.coverage',
  },
  use: { path: '/concordance/use', route: 'concordance/use-route.tsx', view: 'concordance', tab: 'tab.use' },
  cases: { path: '/concordance/cases', route: 'concordance/cases-route.tsx', view: 'concordance', tab: 'tab.cases' },
  product: { path: '/products/:product_code', route: 'product/product-route.tsx', view: 'concordance' },
  profitability: {
    path: '/profitability',
    route: 'profitability/profitability-route.tsx',
    view: 'profitability',
    tab: 'tab.profitability',
  },
  change: {
    path: '/profitability/change',
    route: 'profitability/change-route.tsx',
    view: 'profitability',
    tab: 'tab.change',
  },
  capacity: {
    path: '/profitability/capacity',
    route: 'profitability/capacity-route.tsx',
    view: 'profitability',
    tab: 'tab.capacity',
  },
  plan: { path: '/plan', route: 'plan/plan-route.tsx', view: 'profitability', tab: 'tab.plan' },
  payers: {
    path: '/profitability/payers',
    route: 'profitability/payers-route.tsx',
    view: 'profitability',
    tab: 'tab.payers',
  },
  exams: {
    path: '/profitability/exams',
    route: 'profitability/exams-route.tsx',
    view: 'profitability',
    tab: 'tab.exam_money',
  },
  scanner: { path: '/scanners/:scanner_id', route: 'scanner/scanner-route.tsx', view: 'throughput' },
  center: { path: '/centers/:center_code', route: 'center/center-route.tsx' },
  data: { path: '/data', route: 'data/data-route.tsx' },
  sql: { path: '/sql', route: 'console/routes/console.tsx' },
  methods: { path: '/methods', route: 'methods/methods-route.tsx' },
} as const satisfies Record<string, Page>

export type PageName = keyof typeof PAGE_LIST

/** What the list says of a page. */
export const pageNamed = (page: PageName): Page => PAGE_LIST[page]

export const PAGES = Object.keys(PAGE_LIST) as PageName[]

/** The codes in a page's address, by name. */
export function pathParams(page: PageName): string[] {
  return [...PAGE_LIST[page].path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
}

/** The pages of a view that an address alone opens: the view itself first. */
export function pagesOfView(view: NonNullable<Page['view']>): PageName[] {
  return PAGES.filter((page) => pageNamed(page).view === view && pathParams(page).length === 0)
}
