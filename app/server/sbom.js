// Writes what is installed for production into the build: a list in CycloneDX, build/sbom.json.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { npmCommand } from './start/process.js'

const MOST_BYTES = 32 * 1024 * 1024
const root = path.resolve(import.meta.dirname, '../..')
const [command, first] = npmCommand()
const args = [...first, 'sbom', '--omit=dev', '--sbom-format=cyclonedx']
const { status, stdout } = spawnSync(command, args, {
  ...{ cwd: root, encoding: 'utf8', timeout: 60_000, maxBuffer: MOST_BYTES },
  stdio: ['ignore', 'pipe', 'ignore'],
})
// A build is of use without its list, which says so where npm cannot make it.
if (status === 0) writeFileSync(path.join(root, 'build/sbom.json'), stdout)
else console.error(`No list of the installed packages was made (npm sbom ended with ${status}).`)
