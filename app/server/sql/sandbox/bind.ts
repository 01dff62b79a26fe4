import {
  DuckDBDecimalValue,
  type DuckDBConnection,
  type DuckDBMaterializedResult,
  type DuckDBPreparedStatement,
} from '@duckdb/node-api'
import { Problem } from '../gate/refuse.ts'
import type { Parameters } from './messages.ts'

/** The most digits that a DECIMAL has. */
const MOST_DIGITS = 38

/** The narrowest type that holds every digit; a double where none does. */
function bindDigits(prepared: DuckDBPreparedStatement, i: number, text: string) {
  const [whole = '', fraction = ''] = text.replace('+', '').split('.')
  const digits = BigInt(whole + fraction)
  const width = digits.toString().replace('-', '').length
  if (fraction === '' && BigInt.asIntN(64, digits) === digits) prepared.bindBigInt(i, digits)
  else if (fraction === '' && BigInt.asIntN(128, digits) === digits) prepared.bindHugeInt(i, digits)
  else if (Math.max(width, fraction.length) <= MOST_DIGITS) {
    prepared.bindDecimal(i, new DuckDBDecimalValue(digits, Math.max(width, fraction.length), fraction.length))
  } else prepared.bindDouble(i, Number(text))
}

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
    else if (typeof value === 'object') bindDigits(prepared, i, value.digits)
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
