// `npm start`: everything, on a fresh machine. This file alone must be readable by any Node, to say that it is too old.
import { readFileSync } from 'node:fs'

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const wanted = engines.node.replace('>=', '')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const [leastMajor = 0, leastMinor = 0] = wanted.split('.').map(Number)

if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  console.error(`Node ${process.versions.node} is too old: install Node ${wanted} or newer.`)
  process.exit(2)
} else {
  import('./start/start.js').then(({ start }) => start())
}
