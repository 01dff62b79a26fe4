import type { SqlProblem } from '../../../sql/sql-types.ts'

/** Thrown where there is no answer, caught where the problem leaves the process. */
export class Problem extends Error {
  readonly problem: SqlProblem

  constructor(problem: SqlProblem) {
    super(problem.message)
    this.name = 'Problem'
    this.problem = problem
  }
}

export const ALLOWED_STATEMENTS =
  'One SELECT (also WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW TABLES, PIVOT … IN) or EXPLAIN of one, on the published tables.'

export const refusal = (message: string, rest: Partial<SqlProblem> = {}) =>
  new Problem({ code: 'refused', message, allowed: ALLOWED_STATEMENTS, ...rest })
