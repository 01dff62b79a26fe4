// What of our environment the processes get that `npm start` begins.

/** Secrets of the nightly load: the key of the patient hash, and those of HTTP sources with their hosts. */
const SECRET = /^(PSEUDONYM_KEY|SOURCE_.*)$/

/**
 * The environment without what only the load needs: what answers the network, and what installs or builds, has no secret to lose.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutSecrets(env = process.env) {
  const kept = Object.entries(env).filter(([name]) => !SECRET.test(name))
  return /** @type {NodeJS.ProcessEnv} */ (Object.fromEntries(kept))
}
