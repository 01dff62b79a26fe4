import { rm } from 'node:fs/promises'
import { measureLoad } from '../load.ts'
import { landNight, landTenth, withdrawNight, type Places } from '../network.ts'
import type { Options } from '../options.ts'
import { memoryReport, nightReport, stepReport } from '../report.ts'

/** One night of every center onto the whole history, and the same night onto a tenth of it. */
export async function night(options: Options, places: Places): Promise<void> {
  console.log('Loading a tenth of the history.')
  landTenth(options.days, places)
  await rm(places.tenthDataDir, { recursive: true, force: true })
  // Linking a file changes one of its times: the whole history gets to know them, so that its night need not.
  await measureLoad(places.landing, places.dataDir, options)
  await measureLoad(places.tenthLanding, places.tenthDataDir, options)
  const onto = async (landing: string, dataDir: string) => {
    landNight(places, landing)
    const load = await measureLoad(landing, dataDir, options)
    withdrawNight(places, landing)
    return load
  }
  console.log('Loading one night onto the tenth, then onto the whole history.')
  const tenth = await onto(places.tenthLanding, places.tenthDataDir)
  const whole = await onto(places.landing, places.dataDir)
  console.log(`\n${nightReport(whole, tenth)}\n\n${stepReport(whole)}\n\n${memoryReport(whole)}\n`)
  for (const dir of [places.tenthLanding, places.tenthDataDir]) await rm(dir, { recursive: true, force: true })
}
