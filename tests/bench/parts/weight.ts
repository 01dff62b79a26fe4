import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureBuild } from '#app/server/start/build.js'
import { measure, root } from '../load.ts'
import type { Places } from '../network.ts'
import type { Options } from '../options.ts'
import { growthReport, weightReport } from '../report.ts'
import { multiplyCenters } from '../weight/tenfold.ts'
import type { Weights } from '../weight/types.ts'

async function weigh(dataDir: string): Promise<Weights> {
  const accounts = await mkdtemp(path.join(tmpdir(), 'isocenter-weight-'))
  try {
    const { stdout } = await measure('tests/bench/weight/serve.ts', [dataDir, accounts])
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Weights
  } finally {
    await rm(accounts, { recursive: true, force: true })
  }
}

/** What every page weighs over the whole period, and how long the built server makes it. */
export async function weight({ tenfold }: Options, { dir, dataDir }: Places): Promise<void> {
  console.log('Weighing the pages.')
  await ensureBuild(root)
  const network = await weigh(dataDir)
  console.log(`\n${weightReport(network)}`)
  if (!tenfold) return
  console.log('\nWeighing the pages of ten times the centers.')
  const larger = path.join(dir, 'data-tenfold')
  await rm(larger, { recursive: true, force: true })
  try {
    await multiplyCenters(dataDir, larger, 10)
    const grown = await weigh(larger)
    console.log(`\n${weightReport(grown)}\n\n${growthReport(network, grown)}`)
  } finally {
    await rm(larger, { recursive: true, force: true })
  }
}
