import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

interface Bundler {
  build(options: Record<string, unknown>): Promise<{ outputFiles: { text: string }[] }>
}

let code: Promise<string> | null = null

async function bundle(): Promise<string> {
  const here = createRequire(import.meta.url)
  // The translator that also runs this program. It is no dependency of ours, so it is taken from where that finds it.
  const { build } = createRequire(here.resolve('tsx'))('esbuild') as Bundler
  const engine = here.resolve('@duckdb/node-api')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('child.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // By its place, since the process has neither our folder nor our file to look from.
    alias: { '@duckdb/node-api': engine },
    external: [engine],
    logLevel: 'silent',
  })
  return outputFiles[0]!.text
}

/**
 * The program of a sandbox process, as one text for the stdin of node. With the loader of TypeScript in it, a process
 * would start four times as slowly, run a second process, and reserve so much address space that none could be capped.
 */
export function childProgram(): Promise<string> {
  code ??= bundle().catch((cause: unknown) => {
    code = null
    throw cause
  })
  return code
}
