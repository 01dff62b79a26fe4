import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { NoProgramError } from '../errors.ts'

const FILE = new URL('../../../../build/sandbox.cjs', import.meta.url)

let program: Promise<string> | null = null

async function read(): Promise<string> {
  const text = await readFile(FILE, 'utf8').catch((cause: unknown) => {
    throw new NoProgramError('The program of the console is not built. Run npm run build.', { cause })
  })
  // By its place, since the process has neither our folder nor our file to look from.
  const engine = createRequire(import.meta.url).resolve('@duckdb/node-api')
  return text.replaceAll('require("@duckdb/node-api")', `require(${JSON.stringify(engine)})`)
}

/**
 * The program of a sandbox process, as one text for the stdin of node. With the loader of TypeScript in it, a process
 * would start four times as slowly, run a second process, and reserve so much address space that none could be capped.
 * @throws {NoProgramError} before the build
 */
export function childProgram(): Promise<string> {
  program ??= read().catch((cause: unknown) => {
    program = null
    throw cause
  })
  return program
}
