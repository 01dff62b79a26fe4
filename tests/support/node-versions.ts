import { existsSync } from 'node:fs'
import path from 'node:path'
import { npmCommand, run } from '#app/server/start/process.js'

/** The oldest that the program runs on, and the ones that are kept well; each is exactly the one that was tested. */
export const NODE_VERSIONS = ['20.19.0', '22.23.3', '24.22.3'] as const

/**
 * Node.js of a version for this system, from npm's packages of its binaries, in a folder that the caller throws away.
 * @returns path of its program @throws where npm cannot have it, with npm's own words
 */
export async function nodeOf(version: string, folder: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`
  const [command, first] = npmCommand()
  const args = [...first, 'install', '--prefix', folder, '--no-save', '--no-package-lock', `${name}@${version}`]
  const { status, output } = await run(command, args, { quiet: true, timeoutMs: 120_000 })
  const file = path.join(folder, 'node_modules', name, 'bin/node')
  if (status !== 0 || !existsSync(file)) throw new Error(`${name}@${version} could not be had: ${output}`)
  return file
}
