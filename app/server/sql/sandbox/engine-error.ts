import { isAllowedFunction } from '../gate/names.ts'
import { Problem } from '../gate/refuse.ts'
import { byteLength, charactersBefore } from '../gate/text.ts'
import type { SqlProblem } from '../../../sql/sql-types.ts'
import { refusedColumn, type Withheld } from '../gate/withheld.ts'

export const TOO_MUCH_MEMORY = 'The statement needs more memory than it may have. Ask for fewer rows or columns.'

interface EngineError {
  exception_type: string
  exception_message: string
  position?: string
  candidates?: string
  name?: string
}

function parsed(message: string): EngineError | null {
  const start = message.indexOf('{')
  if (start < 0 || start > 40) return null
  try {
    return JSON.parse(message.slice(start)) as EngineError
  } catch {
    return null
  }
}

/** What the engine was given around the person's text, so that a position can be told in the text as typed. */
export interface Frame {
  sql: string
  /** Text that stood before the person's, and where the person's began in what they sent. */
  before: string
  offset: number
}

export const bare = (sql: string): Frame => ({ sql, before: '', offset: 0 })

function place(error: EngineError, { sql, before, offset }: Frame): Partial<SqlProblem> {
  if (error.position === undefined) return {}
  const bytes = Number(error.position) - byteLength(before)
  if (!(bytes >= 0 && bytes <= byteLength(sql))) return {}
  const position = charactersBefore(sql, bytes)
  const name = error.name && sql.startsWith(error.name, position) ? { length: error.name.length } : {}
  return { position: position + offset, ...name }
}

/** Names that somebody may have meant, without those that the gate refuses. */
function candidates(error: EngineError): Partial<SqlProblem> {
  const plain = (error.candidates ?? '')
    .split(/\s*,\s*/)
    .map((name) => name.replaceAll('"', '').replace(/^isocenter\.(main\.)?/, ''))
    .filter((name) => name !== '' && !/^(pragma_|duckdb_|sqlite_)/.test(name))
  const suggestions =
    error.exception_type === 'Catalog' && / function /i.test(error.exception_message)
      ? plain.filter((name) => isAllowedFunction(name.toLowerCase(), 'value'))
      : plain
  return suggestions.length > 0 ? { suggestions: suggestions.slice(0, 5) } : {}
}

/** The sentence of the engine without its hints, which name what nobody can reach, and without paths. */
function sentence(message: string, secrets: string[]): string {
  let line = message
    .split(/\n(?:Did you mean|Candidate bindings|LINE \d+:|Possible solutions|\s*\* )/)[0]!
    .replace(/\s*\n\s*/g, ' ')
    .trim()
  for (const secret of secrets) line = line.replaceAll(secret, '…')
  line = line.replace(/\b(isocenter|stored)\.(main\.)?/g, '')
  return line.length > 600 ? `${line.slice(0, 600)}…` : line
}

/** What a message complains of: the engine gives the name, or quotes it in its first line. */
function unknownNames({ name, exception_message }: EngineError): string[] {
  const quoted = [...exception_message.split('\n')[0]!.matchAll(/"((?:[^"]|"")+)"/g)].map(([, word]) => word!)
  return name === undefined ? quoted : [name]
}

const isMemory = (text: string) =>
  /out of memory|bad_alloc|bad allocation|failed to allocate|length_error|Array buffer allocation failed/i.test(text)

/** @returns what went wrong, in the person's text, and whether it was memory: then the process is not used again. */
export function problemOf(
  cause: unknown,
  frame: Frame,
  secrets: string[],
  withheld: ReadonlyMap<string, Withheld> = new Map(),
): { problem: SqlProblem; outOfMemory: boolean } {
  if (cause instanceof Problem) return { problem: cause.problem, outOfMemory: false }
  const message = cause instanceof Error ? cause.message : String(cause)
  const error = parsed(message)
  const type = error?.exception_type ?? message.split(':')[0] ?? ''
  if (isMemory(type) || isMemory(error?.exception_message ?? message)) {
    return { problem: { code: 'memory', message: TOO_MUCH_MEMORY }, outOfMemory: true }
  }
  if (/interrupt/i.test(type) || /^INTERRUPT/.test(message)) {
    return { problem: { code: 'cancelled', message: 'The statement was stopped.' }, outOfMemory: false }
  }
  if (!error) return { problem: { code: 'failed', message: sentence(message, secrets) }, outOfMemory: false }
  const code = /^parser$/i.test(type) ? 'syntax' : 'failed'
  const refused = type === 'Binder' && refusedColumn(unknownNames(error), frame.sql, withheld, place(error, frame))
  if (refused) return { problem: refused, outOfMemory: false }
  const text = sentence(error.exception_message, secrets)
  return { problem: { code, message: text, ...place(error, frame), ...candidates(error) }, outOfMemory: false }
}
