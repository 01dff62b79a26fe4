import { rm } from 'node:fs/promises'
import path from 'node:path'
import { discover } from '#etl/landing/discover.ts'
import { measureLoad } from '../load.ts'
import type { Places } from '../network.ts'
import type { Options } from '../options.ts'
import { scanReport } from '../report.ts'

/** Seconds of the whole command, from the start of the process to its end, when nothing is new. */
export async function scan(options: Options, { landing, dataDir }: Places): Promise<void> {
  const seconds = async (...args: string[]) => (await measureLoad(landing, dataDir, options, args)).seconds
  console.log('Looking for what is new where nothing is.')
  const files = (await discover(landing)).length
  await seconds()
  const measured = {
    'size, times and inode': Math.min(await seconds(), await seconds(), await seconds()),
    'the same, the scan index lost': await rm(path.join(dataDir, 'scan-index')).then(() => seconds()),
    'every file read again (--full-scan)': await seconds('--full-scan'),
  }
  console.log(`\n${scanReport(files, measured)}\n`)
}
