/** How often a start looks whether npm's shell is still there, milliseconds. */
const LOOK_MS = 500

/**
 * Stopped by SIGTERM, npm ends the shell that it began and not what runs in it: a start under npm has to see for itself
 * that the shell has gone. Where the system keeps naming a dead parent (Windows) nothing is seen.
 * @param {() => void} onGone @param {NodeJS.ProcessEnv} [env]
 */
export function endWithoutNpm(onGone, env = process.env) {
  if (!env.npm_lifecycle_event) return
  const shell = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    onGone()
  }, LOOK_MS)
  timer.unref()
}
