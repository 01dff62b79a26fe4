export { buildMarts, type BuildOptions } from './build.ts'
export { captureBefore, markDirty } from './dirty.ts'
