import type { Config } from '../config.ts'
import { consoleProgress, silentProgress } from '../operation/progress.ts'
import { fetchLine } from './answers.ts'
import { fetchOnly } from './fetch.ts'

/** `npm run etl -- fetch [SOURCE]`: prints how each source answered; true when every one is complete. */
export async function fetchCommand(config: Config, only: string | undefined, json: boolean): Promise<boolean> {
  const progress = json ? silentProgress : consoleProgress(process.stderr)
  const fetches = await fetchOnly(config, only, { progress })
  progress.end()
  console.log(json ? JSON.stringify(fetches) : fetches.map(fetchLine).join('\n'))
  return fetches.every((f) => f.status === 'complete')
}
