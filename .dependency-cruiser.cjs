/** Folders of etl/, from the lowest floor up; what a command starts with may look at everything below `cli.ts`. */
const etlFloors = [
  'schema|contracts|operation',
  'publish|facts',
  'landing|history',
  'reference|file-check',
  'models|sources',
  'checks',
  'profiles',
  'load',
  'finding',
  'filling',
  'run',
  'schedule|keeping',
]
const etlCommands = '^etl/(contracts/document|profiles/check-command)\\.ts$'

/** One rule a floor: it imports nothing of the floors above it. */
const etlLooksDown = etlFloors.slice(0, -1).map((floor, i) => ({
  name: `etl-floor-${i + 1}-looks-down`,
  severity: 'error',
  from: { path: `^etl/(${floor})/`, pathNot: etlCommands },
  to: { path: `^etl/(${etlFloors.slice(i + 1).join('|')})/` },
}))

/** Who may import whom (docs/decisions). A planted violation of each rule is caught in tests/house. */
module.exports = {
  forbidden: [
    // Also circles of types alone: who reads one of their files has to read them all.
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'app-never-imports-etl', severity: 'error', from: { path: '^app/' }, to: { path: '^etl/' } },
    {
      name: 'shared-queries-know-no-subject',
      severity: 'error',
      from: { path: '^queries/(metric|statistics|filter|page|panel|db)/' },
      to: {
        path: '^queries/(overview|throughput|compliance|concordance|profitability|center|data|methods|library)/|^queries/(metrics|pages).ts',
      },
    },
    { name: 'queries-import-neither', severity: 'error', from: { path: '^queries/' }, to: { path: '^(app|etl)/' } },
    { name: 'etl-imports-neither', severity: 'error', from: { path: '^etl/' }, to: { path: '^(app|queries)/' } },
    ...etlLooksDown,
    {
      name: 'etl-demo-stands-alone',
      severity: 'error',
      from: { path: '^etl/demo/' },
      to: { path: '^etl/', pathNot: '^etl/(demo/|errors)' },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { path: '^(app|etl|queries)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'no-react-below-app',
      severity: 'error',
      from: { path: '^(etl|queries)/' },
      to: { path: 'node_modules/(react|react-dom|@remix-run|@tremor|express)/' },
    },
    {
      name: 'duckdb-only-on-the-server',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/server/' },
      to: { path: 'node_modules/@duckdb/|^queries/db/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'never-import-remix-shell', severity: 'error', from: {}, to: { path: 'node_modules/remix/' } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
}
