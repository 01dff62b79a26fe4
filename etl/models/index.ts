export { buildMarts, type BuildOptions } from './build.ts'
export { runChecks, type CheckResult } from './checks.ts'
export { captureBefore, markDirty } from './dirty.ts'
