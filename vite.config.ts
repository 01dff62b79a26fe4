import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig, type Plugin } from 'vite'
import remixConfig from './remix.config.js'

// @tremor/react does not say that its modules have no side effects: without this its charts ride along (770 KB).
const tremorTreeShake: Plugin = {
  name: 'tremor-tree-shake',
  apply: 'build',
  transform: (_code, id) => (id.includes('/node_modules/@tremor/react/') ? { moduleSideEffects: false } : undefined),
}

export default defineConfig({
  plugins: [remix(remixConfig), tremorTreeShake],
  optimizeDeps: {
    // Server-only packages that Remix's import scan meets; the client's optimiser fails on native files.
    exclude: ['@duckdb/node-api', '@remix-run/node', 'kysely', 'libsql', 'papaparse'],
    // Named here, or the first visit of a development server reloads half-way.
    include: ['@tremor/react', 'd3', 'react-dom/client'],
  },
})
