import { contracts, REFERENCE_FOLDER } from '../contracts/index.ts'
import { targetOf } from '../reference/contract.ts'
import { withOneLineEnd } from '../landing/csv.ts'
import { aliasesOf, knownAlias } from './aliases.ts'
import { guessDelimiter } from './hints.ts'
import { isJsonLines, readFields } from './ndjson.ts'
import { DELIMITERS } from './profile-schema.ts'
import { eachRecord } from './records.ts'
import { decodeText } from './text.ts'
import { fold, unwrap } from './tidy.ts'

/**
 * A profile to begin with, from what the file looks like: encoding, delimiter, header row and known header names. It can be used as
 * it is: required columns that no name is known for are left with a name that no header has, which the check then says is missing.
 */
export function draftProfile(feed: string, path: string, bytes: Uint8Array): Record<string, unknown> {
  const contract = targetOf(feed)
  const decoded = decodeText(bytes, 'auto')
  const text = beginningOf(decoded?.text ?? '')
  const isJson = isJsonLines(path)
  const delimiter = guessDelimiter(text) ?? 'comma'
  const header = isJson ? findKeys(text) : findHeader(feed, text, DELIMITERS[delimiter])
  const columns: Record<string, unknown> = {}
  for (const column of contract?.columns ?? []) {
    const names = (aliasesOf(feed)[column.name] ?? []).filter((n) => header.some((h) => fold(h) === fold(n)))
    if (names.length > 0)
      columns[column.name] = column.allowed ? { from: names[0], codes: {}, unmapped: 'keep' } : names[0]
    else if (header.some((h) => h.trim().toLowerCase() === column.name)) continue
    else if (column.required)
      columns[column.name] = column.name === 'center_code' ? { constant: 'CENTER' } : `? ${column.name}`
  }
  const known = header.filter((h) => knownAlias(feed, h))
  const isMarked = /^sep=/i.test(text)
  return {
    feed,
    files: [filesLike(feed, path)],
    encoding: decoded?.encoding ?? 'auto',
    ...(isJson
      ? {}
      : {
          delimiter,
          ...(known.length > 0 ? { header_has: known.slice(0, 3) } : isMarked ? { skip_lines: 1 } : {}),
          totals: ['合计', '总计', '小计'],
        }),
    columns,
  }
}

/** As much as may hold a header, with one kind of line ends. */
const beginningOf = (text: string) => withOneLineEnd(text.slice(0, 1 << 18))

/** The files beside this one; what a glob cannot hold is left open. */
function filesLike(feed: string, path: string): string {
  const folder = feed.startsWith(`${REFERENCE_FOLDER}/`) ? REFERENCE_FOLDER : feed
  if (!path.startsWith(`${folder}/`)) return folder === feed ? `${feed}/CENTER/**/*.csv` : `${folder}/*.csv`
  return path.replace(/[^/]+?(\.\w+(\.gz)?)?$/, '*$1').replaceAll('\\', '?')
}

/** The feed whose columns and known names a file's header has most of; exams where it has none. */
export function likelyFeed(bytes: Uint8Array): string {
  const text = beginningOf(decodeText(bytes, 'auto')?.text ?? '')
  const delimiter = DELIMITERS[guessDelimiter(text) ?? 'comma']
  const known = contracts.map(({ feed, columns }) => {
    const names = [...findHeader(feed, text, delimiter), ...findKeys(text)]
    const isKnown = (name: string) => knownAlias(feed, name) ?? columns.some((c) => fold(c.name) === fold(name))
    return { feed, n: names.filter(isKnown).length }
  })
  return known.sort((a, b) => b.n - a.n)[0]!.feed
}

/** Keys of the first objects. */
const findKeys = (text: string): string[] => [
  ...new Set(text.split('\n', 30).flatMap((line) => readFields(line)?.names ?? [])),
]

/** The row among the first with most known names. */
function findHeader(feed: string, text: string, delimiter: string): string[] {
  let best: string[] = []
  let most = -1
  const head = text.split('\n', 30).join('\n')
  const own = new Set(targetOf(feed)?.columns.map((c) => fold(c.name)))
  eachRecord(head, { delimiter, quote: '"' }, ({ cells }) => {
    const names = (cells ?? []).map(unwrap)
    const known = names.filter((n) => knownAlias(feed, n) ?? own.has(fold(n))).length
    if (known <= most) return
    most = known
    best = names
  })
  return best
}
