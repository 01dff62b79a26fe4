import { index, layout, route, type RouteConfig } from '@remix-run/route-config'

export default [
  route('login', 'sign-in/login-route.tsx'),
  route('logout', 'sign-in/logout-route.tsx'),
  route('preferences', 'shell/preferences-route.ts'),
  route('options', 'shell/options-route.ts'),
  route('sql/panel', 'console/routes/panel.ts'),
  ...['run', 'explain', 'export', 'cancel', 'saved', 'link'].map((name) =>
    route(`sql/${name}`, `console/routes/${name}.ts`),
  ),
  layout('shell/shell-route.tsx', [
    index('overview/overview-route.tsx'),
    route('throughput', 'throughput/throughput-route.tsx'),
    route('compliance', 'compliance/compliance-route.tsx'),
    route('compliance/exams/:center_code/:accession_no', 'compliance/exam-route.tsx'),
    route('concordance', 'concordance/concordance-route.tsx'),
    route('profitability', 'profitability/profitability-route.tsx'),
    route('centers/:center_code', 'center/center-route.tsx'),
    route('data', 'data/data-route.tsx'),
    route('data/check', 'data/data-check-route.tsx'),
    route('sql', 'console/routes/console.tsx'),
    route('methods', 'methods/methods-route.tsx'),
    route('*', 'shell/not-found-route.tsx'),
  ]),
] satisfies RouteConfig
