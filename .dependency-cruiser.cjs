/** Who may import whom (docs/decisions). A planted violation of each rule is caught in tests/house. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'app-never-imports-etl', severity: 'error', from: { path: '^app/' }, to: { path: '^etl/' } },
    { name: 'queries-import-neither', severity: 'error', from: { path: '^queries/' }, to: { path: '^(app|etl)/' } },
    { name: 'etl-imports-neither', severity: 'error', from: { path: '^etl/' }, to: { path: '^(app|queries)/' } },
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
