import type { Config } from '../config.ts'
import { consoleProgress, silentProgress } from '../run/progress.ts'
import { fetchOnly } from './fetch.ts'
import type { SourceFetch } from './fetch-log.ts'

/** `npm run etl -- fetch [SOURCE]`: prints how each source answered; true when every one is complete. */
export async function fetchCommand(config: Config, only: string | undefined, json: boolean): Promise<boolean> {
  const progress = json ? silentProgress : consoleProgress(process.stderr)
  const fetches = await fetchOnly(config, only, { progress })
  progress.end()
  console.log(json ? JSON.stringify(fetches) : fetches.map(fetchLine).join('\n'))
  return fetches.every((f) => f.status === 'complete')
}

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
