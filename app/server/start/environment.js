// What of our environment the processes get that `npm start` begins.

/** Secrets of the nightly load: the key of the patient hash, and those of HTTP sources with their hosts. */
const OF_THE_LOAD = /^(PSEUDONYM_KEY|SOURCE_.*)$/
/** Secrets of the dashboard: by which the identity provider knows it, and the address of its database, with a password. */
const OF_THE_DASHBOARD = /^(OIDC_CLIENT_SECRET|APP_DATABASE_URL)$/

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {RegExp[]} secrets
 * @returns {NodeJS.ProcessEnv}
 */
function without(env, ...secrets) {
  const kept = Object.entries(env).filter(([name]) => !secrets.some((secret) => secret.test(name)))
  return /** @type {NodeJS.ProcessEnv} */ (Object.fromEntries(kept))
}

/** Without what only the load needs: for what answers the network. */
export const ofTheDashboard = (env = process.env) => without(env, OF_THE_LOAD)

/** Without what only the dashboard needs. */
export const ofTheLoad = (env = process.env) => without(env, OF_THE_DASHBOARD)

/** Without any: what installs, builds or makes a demo has no secret to lose. */
export const withoutSecrets = (env = process.env) => without(env, OF_THE_LOAD, OF_THE_DASHBOARD)
