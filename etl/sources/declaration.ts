import { existsSync, readFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import { UsageError } from '../errors.ts'
import { jsonErrorLine, lineOfPath } from '../reference/json-lines.ts'
import { declarationSchema, type Source } from './schema.ts'

/**
 * The sources that SOURCES_FILE declares, disabled ones too; none where the file is not there and nobody asked for it.
 * What is wrong in it is a UsageError that names file, line and path.
 */
export function readSources(config: Pick<Config, 'sourcesFile' | 'sourcesRequired'>): Source[] {
  const { sourcesFile: file, sourcesRequired } = config
  if (!existsSync(file)) {
    if (!sourcesRequired) return []
    throw new UsageError(`SOURCES_FILE: there is no file ${file}. Write it (docs/sources.md) or unset the variable.`)
  }
  const text = readText(file)
  const parsed = declarationSchema.safeParse(parse(text, file))
  if (parsed.success) return parsed.data.sources
  const { path, message } = parsed.error.issues[0]!
  const where = path.length === 0 ? 'the top level' : path.join('.')
  throw new UsageError(
    `${file}, line ${lineOfPath(text, path)}, ${where}: ${message}. docs/sources.md has every field.`,
  )
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException
    throw new UsageError(`SOURCES_FILE: cannot read ${file} (${code}). Give this user read access.`)
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${file}, line ${jsonErrorLine(text)}: the text is not JSON here. Mend it (docs/sources.md).`)
  }
}
