import { macroSql } from '#etl/models/macros.ts'
import { modelSql } from '#etl/models/sql-files.ts'

const ALWAYS = "BETWEEN DATE '2000-01-01' AND DATE '2100-01-01'"

/** Everything is dirty. */
const FILL = {
  ...{ days: `day ${ALWAYS}`, reading_days: `day ${ALWAYS}`, months: `day ${ALWAYS}`, month_starts: `month ${ALWAYS}` },
  ...{ service_dates: `service_date ${ALWAYS}`, near_service_dates: `service_date ${ALWAYS}` },
}

/** Statements that make marts of the rows of a snapshot by the models themselves, in this order; intermediate ones by their names. */
export function derivedSql(...models: string[]): string[] {
  return [
    ...macroSql,
    'CREATE TEMP TABLE chunk_center AS SELECT center_code FROM main.center',
    `CREATE TEMP TABLE dirty_month AS SELECT center_code, month FROM mart.center_month
     UNION SELECT center_code, month FROM mart.exam_money UNION SELECT center_code, month_of(service_date) FROM main.charge`,
    'CREATE TEMP TABLE chunk_reading_day AS SELECT center_code, day FROM main.exam UNION SELECT center_code, day FROM mart.ai_reading',
    ...models.map((model) =>
      model.startsWith('mart/')
        ? `INSERT INTO mart.${model.slice(5)} BY NAME ${modelSql(model, FILL)}`
        : `CREATE TEMP TABLE ${model} AS ${modelSql(`intermediate/${model}`, FILL)}`,
    ),
  ]
}

/** What the page of exams reads beside exams and books. */
export const EXAM_MARTS = derivedSql(
  ...['exam_money_cell', 'mart/exam_money_protocol_month', 'mart/exam_money_payer_month', 'mart/leak'],
)

/** What the page of the way from exam to use reads. */
export const USE_MARTS = derivedSql('mart/ai_run_day', 'mart/ai_pair_day')
