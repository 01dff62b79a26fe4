import { index, layout, route, type RouteConfig } from '@remix-run/route-config'

export default [
  route('login', 'routes/login.tsx'),
  route('logout', 'routes/logout.tsx'),
  route('preferences', 'routes/preferences.ts'),
  route('sql/panel', 'routes/sql-panel.ts'),
  ...['run', 'explain', 'export', 'cancel', 'saved', 'link'].map((name) =>
    route(`sql/${name}`, `routes/sql/${name}.ts`),
  ),
  layout('routes/shell.tsx', [
    index('routes/overview.tsx'),
    route('throughput', 'routes/throughput.tsx'),
    route('compliance', 'routes/compliance.tsx'),
    route('compliance/exams/:center_code/:accession_no', 'routes/exam.tsx'),
    route('concordance', 'routes/concordance.tsx'),
    route('profitability', 'routes/profitability.tsx'),
    route('centers/:center_code', 'routes/center.tsx'),
    route('data', 'routes/data.tsx'),
    route('data/check', 'routes/data-check.tsx'),
    route('sql', 'routes/sql/console.tsx'),
    route('methods', 'routes/methods.tsx'),
    route('*', 'routes/not-found.tsx'),
  ]),
] satisfies RouteConfig
