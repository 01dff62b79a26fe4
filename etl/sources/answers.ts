import type { SourceFetch } from './fetch-log.ts'

/** One source's answer on one line. */
export function fetchLine(f: SourceFetch): string {
  const figures = `${f.pages} pages, ${f.records} records, ${f.files} files landed`
  return `${f.source_id.padEnd(20)} ${f.status}: ${figures}${f.error_message ? `. ${f.error_message}` : ''}`
}

/** The newest answer of every source, for `etl status`. */
export function newestFetches(fetches: SourceFetch[]): SourceFetch[] {
  const newest = new Map(fetches.map((f) => [f.source_id, f]))
  return [...newest.values()].sort((a, b) => (a.source_id < b.source_id ? -1 : 1))
}
