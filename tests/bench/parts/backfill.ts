import { rm } from 'node:fs/promises'
import path from 'node:path'
import { measureFloor, type FeedFloor } from '../floor.ts'
import { measureLoad } from '../load.ts'
import type { Places } from '../network.ts'
import type { Options } from '../options.ts'
import { loadReport, memoryReport, stepReport } from '../report.ts'

/** Mean of two measurements of the floor, one on either side of the run: the machine may have changed its pace. */
function meanFloor(before: Map<string, FeedFloor>, after: Map<string, FeedFloor>): Map<string, FeedFloor> {
  return new Map(
    [...before].map(([feed, floor]) => [feed, { ...floor, seconds: (floor.seconds + after.get(feed)!.seconds) / 2 }]),
  )
}

/** The first load of the whole history against the floor of the same files. */
export async function backfill(options: Options, { dir, landing, dataDir }: Places): Promise<void> {
  const floorOf = async (name: string) => {
    console.log('Measuring the floor.')
    const work = path.join(dir, name)
    const floors = await measureFloor(landing, work, options)
    await rm(work, { recursive: true, force: true })
    return floors
  }
  const before = await floorOf('floor-1')
  console.log('Loading.')
  await rm(dataDir, { recursive: true, force: true })
  const load = await measureLoad(landing, dataDir, options)
  const floors = meanFloor(before, await floorOf('floor-2'))
  console.log(`\n${loadReport(floors, load)}\n\n${stepReport(load)}\n\n${memoryReport(load)}\n`)
}
