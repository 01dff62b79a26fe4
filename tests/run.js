// `npm test`: everything, from a clone with nothing installed. The last line is `N passed, N failed`.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`)
  process.exit(2)
}
const { runTests } = await import('./support/run-tests.js')
process.exitCode = await runTests()

export {}
