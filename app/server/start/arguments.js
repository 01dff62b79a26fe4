import { parseArgs } from 'node:util'
import { Stop } from './stop.js'

const USAGE = `npm start                       everything: dependencies, build, load, dashboard, nightly schedule

  -- --reset-accounts            where DATA_DIR/app.db (users, saved queries, trail) is damaged: set it aside and make new accounts
  -- --help                      this text

Every setting is an environment variable: see .env.example. Exit status: 2 a setting is wrong, 1 anything else failed.`

/**
 * What `npm start` was asked for.
 * @param {string[]} args
 * @throws {Stop} with the usage and status 0, or with what is wrong and status 2
 */
export function readArguments(args) {
  /** @type {{ 'reset-accounts'?: boolean, help?: boolean }} */
  let values
  try {
    const options = /** @type {const} */ ({
      'reset-accounts': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    })
    values = parseArgs({ args, options }).values
  } catch (error) {
    const [first] = /** @type {Error} */ (error).message.split('\n')
    throw new Stop(`${first}. See npm start -- --help.`, 2)
  }
  if (values.help) throw new Stop(USAGE, 0)
  return { resetAccounts: values['reset-accounts'] ?? false }
}
