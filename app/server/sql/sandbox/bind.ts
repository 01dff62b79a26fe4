import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBPreparedStatement } from '@duckdb/node-api'
import { Problem } from '../gate/refuse.ts'
import type { Parameters } from './messages.ts'

function bind(prepared: DuckDBPreparedStatement, parameters: Parameters) {
  for (let i = 1; i <= prepared.parameterCount; i++) {
    const name = prepared.parameterName(i)
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (value === undefined) {
      throw new Problem({ code: 'failed', message: `Give a value for $${name}.` })
    }
    if (value === null) prepared.bindNull(i)
    else if (typeof value === 'boolean') prepared.bindBoolean(i, value)
    else if (typeof value === 'string') prepared.bindVarchar(i, value)
    else if (!Number.isSafeInteger(value)) prepared.bindDouble(i, value)
    else if (Math.abs(value) < 2 ** 31) prepared.bindInteger(i, value)
    else prepared.bindBigInt(i, BigInt(value))
  }
}

/** Prepares, binds and runs to the end: a stream would hide an error half-way. */
export async function runBound(
  connection: DuckDBConnection,
  sql: string,
  parameters: Parameters,
): Promise<DuckDBMaterializedResult> {
  const prepared = await connection.prepare(sql)
  try {
    bind(prepared, parameters)
    return await prepared.run()
  } finally {
    prepared.destroySync()
  }
}
