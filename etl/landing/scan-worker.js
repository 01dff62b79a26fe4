// Looks at folders beside the main thread: asking for size, times and inode of a file is nearly all that a scan does.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

// A thread does not inherit what reads TypeScript in the first one.
register()
const { branchesNow } = await import('./share.ts')
parentPort?.postMessage(branchesNow(workerData))
