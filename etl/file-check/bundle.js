// Bundles the file check for the browser: build/client/file-check.js, which the page /data/check runs as a worker. The app
// imports nothing of the ETL; it only starts this script (docs/decisions/0024).
import path from 'node:path'
import { build } from 'vite'

const root = path.resolve(import.meta.dirname, '../..')

await build({
  configFile: false,
  root,
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir: path.join(root, 'build/client'),
    emptyOutDir: false,
    target: 'es2022',
    lib: {
      entry: path.join(import.meta.dirname, 'worker.ts'),
      formats: ['es'],
      fileName: () => 'file-check.js',
    },
  },
})
