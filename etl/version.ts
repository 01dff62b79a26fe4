import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Version of the program, as its package says it. */
export const PROGRAM_VERSION = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }
).version
