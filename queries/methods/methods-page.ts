import type { WarehouseReader } from '../db/snapshot.ts'
import { wordsOf } from '../metric/define.ts'
import { metrics } from '../metrics.ts'
import type { MethodsPage } from './methods-types.ts'

/** What every figure means; the definitions stand without data. */
export async function methodsPage(reader: WarehouseReader): Promise<MethodsPage> {
  const snapshot_id = await reader.read('methods', async (_db, snapshot) => snapshot.snapshot_id)
  return { snapshot_id, metrics: metrics.map(wordsOf) }
}
