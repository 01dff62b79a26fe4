// Keeps a process of ours running: starts it again when it dies, later and later, and gives up on one that cannot live.

/** How soon the first restart comes, and how late the last. */
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
/** A process that lived so long has died of something new. */
const LIVED_MS = 60_000
/** After so many quick deaths in a row another start would only bury the reason under more of the same. */
const MOST_DEATHS = 6

/**
 * @typedef {object} Supervised
 * @property {string} name as the output calls it, e.g. "The dashboard"
 * @property {(onEnd: (status: number | null, signal: string | null) => void) => void} start
 * @property {(status: number) => void} giveUp called with the exit status for the whole
 * @property {() => boolean} isStopping
 * @property {{ firstWaitMs?: number, livedMs?: number }} [times] for tests
 */

/**
 * Starts the process and starts it again when it ends by itself. Status 2 is a wrong setting, which no restart mends.
 * @param {Supervised} supervised
 */
export function supervise({ name, start, giveUp, isStopping, times = {} }) {
  const { firstWaitMs = FIRST_WAIT_MS, livedMs = LIVED_MS } = times
  let deaths = 0
  const begin = () => {
    if (isStopping()) return
    const startedAt = Date.now()
    start((status, signal) => {
      if (isStopping()) return
      if (status === 2) return giveUp(2)
      if (Date.now() - startedAt >= livedMs) deaths = 0
      deaths += 1
      const how = signal ? `by ${signal}` : `with status ${status}`
      if (deaths >= MOST_DEATHS) {
        console.error(
          `${name} ended ${how}, for the ${MOST_DEATHS}th time in a row: giving up. Its lines above say why.`,
        )
        return giveUp(1)
      }
      const waitMs = Math.min(LONGEST_WAIT_MS, firstWaitMs * 2 ** (deaths - 1))
      console.error(`${name} ended ${how}; it is started again in ${Math.round(waitMs / 1000)} s.`)
      setTimeout(begin, waitMs)
    })
  }
  begin()
}
