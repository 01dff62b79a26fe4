export { buildMarts, type BuildOptions } from './build.ts'
export { modelsFingerprint } from './sql-files.ts'
export { captureBefore, markDirty } from './dirty.ts'
