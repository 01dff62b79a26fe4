export { buildMarts, type BuildOptions, type BuildProgress } from './build.ts'
export { runChecks, type CheckResult } from './checks.ts'
export { captureBefore, markDirty } from './dirty.ts'
