import type { Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { nameOf } from '../page/names.ts'
import type { Database } from '../schema.ts'
import type { ProductCard } from './summary-types.ts'

/** Every product of the catalogue, in order of its code. */
export async function productCards(db: Kysely<Database>): Promise<ProductCard[]> {
  const rows = await db
    .selectFrom('ai_product')
    .select(['product_code', 'name_en', 'name_zh', 'vendor', 'modality', 'domain', 'live_from', 'threshold'])
    .orderBy('product_code')
    .$call(asked('product.catalogue'))
  const named = nameOf(rows.map((row) => ({ ...row, code: row.product_code })))
  return rows.map((row) => ({ ...row, ...named(row.product_code) }))
}

export interface Fee {
  product_code: string
  fee_per_exam: number | null
  revenue_per_exam: number | null
}

/** What an exam of each product costs and brings, CNY; for who may see money. */
export const productFees = (db: Kysely<Database>): Promise<Fee[]> =>
  db
    .selectFrom('ai_product')
    .select(['product_code', 'fee_per_exam', 'revenue_per_exam'])
    .orderBy('product_code')
    .$call(asked('product.fees')) as Promise<Fee[]>
