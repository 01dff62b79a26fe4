// Bundles the program of the console's processes: build/sandbox.cjs, one text that they read from their stdin
// (docs/decisions/0047). Part of the build; tests and `npm run sql` make it themselves.
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '../../../..')

/** Whoever starts processes meanwhile sees the old program or the new one. */
export async function bundleSandbox() {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'child.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Its place is known only where the program runs.
    external: ['@duckdb/node-api'],
    logLevel: 'silent',
  })
  const file = path.join(root, 'build/sandbox.cjs')
  const fresh = `${file}.${process.pid}`
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(fresh, outputFiles[0]?.contents ?? '')
  await rename(fresh, file)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleSandbox()
