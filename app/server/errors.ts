import type { Role } from '../access.ts'

/** Base of failures that a reader or an operator can act on. Nothing branches on the message. */
export abstract class AppError extends Error {
  abstract readonly code: `app/${string}`

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

export class NotSignedInError extends AppError {
  readonly code = 'app/not-signed-in'

  constructor() {
    super('Nobody is signed in. Sign in at /login.')
  }
}

export class ForbiddenError extends AppError {
  readonly code = 'app/forbidden'
  /** The page, or what was to be done. */
  readonly page: string
  readonly allowed: readonly Role[]

  constructor(page: string, allowed: readonly Role[]) {
    super(`This page is for ${allowed.join(', ')}. Ask one of them, or an administrator.`)
    this.page = page
    this.allowed = allowed
  }
}

/** The password was chosen by somebody else: nothing is shown before its owner has set another. */
export class MustChangePasswordError extends AppError {
  readonly code = 'app/must-change-password'

  constructor() {
    super('Set a password of your own at /account first.')
  }
}

/** Somebody's roles take a second factor, and they have none yet. */
export class SecondFactorNeededError extends AppError {
  readonly code = 'app/second-factor-needed'

  constructor() {
    super('Turn on a second factor at /account first.')
  }
}

export class NotFoundError extends AppError {
  readonly code = 'app/not-found'

  constructor(what: string) {
    super(`${what} is not in the current data. Look it up from its center's page.`)
  }
}

/** The database of accounts and sessions does not answer: nobody can be known until it does. */
export class AppDatabaseAwayError extends AppError {
  readonly code = 'app/database-away'

  /** @param where host and database, never a password */
  constructor(where: string, why: string, options?: ErrorOptions) {
    super(
      `The database ${where} does not answer (${why}). Start it, or mend APP_DATABASE_URL; nothing else has to be restarted.`,
      options,
    )
  }
}

/** Wrong configuration or surroundings: ends the program with status 2 and its message, one line. */
export class ConfigError extends AppError {
  readonly code = 'app/config'
}
