import { readFileSync, writeFileSync } from 'node:fs'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { captureTwins, differences } from './combinations.ts'

/**
 * Holds figures to what they were before a change of the code that makes them:
 *   node --import tsx tests/twins/cli.ts capture DATA_DIR FILE     every page under 24 filters, as JSON
 *   node --import tsx tests/twins/cli.ts compare FILE FILE         what differs; status 1 when anything does
 */
const [command, first = '', second = ''] = process.argv.slice(2)

async function capture(dataDir: string, file: string) {
  const reader = createSnapshotReader({ dataDirs: [dataDir] })
  writeFileSync(file, JSON.stringify(await captureTwins(reader)))
  await reader.close()
}

function compare(before: string, after: string) {
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown
  const found = differences(read(before), read(after))
  for (const line of found.slice(0, 200)) console.log(line)
  console.log(`${found.length} differences`)
  if (found.length > 0) process.exitCode = 1
}

if (command === 'capture' && second) await capture(first, second)
else if (command === 'compare' && second) compare(first, second)
else {
  console.error('usage: capture DATA_DIR FILE | compare FILE FILE')
  process.exitCode = 2
}
