import { AppError } from '../errors.ts'

/** The command was called wrongly: exit status 2. */
export class SqlUsageError extends AppError {
  readonly code = 'app/sql-usage'
}

/** There is no snapshot to ask. */
export class NoSnapshotError extends AppError {
  readonly code = 'app/sql-no-snapshot'
}

/** The statement was refused, failed, or ran into a limit. */
export class SqlFailedError extends AppError {
  readonly code = 'app/sql-failed'
}

/** What runs statements has not been built. */
export class NoProgramError extends AppError {
  readonly code = 'app/sql-no-program'
}
