import type { RuledParameter, Strip } from '#queries/compliance/parameters-types.ts'
import { Link } from '@remix-run/react'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { ValueStrips } from '../components/charts/value-strips.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ParametersModel } from './parameters-model.ts'

type Known = Exclude<ParametersModel, { snapshot_id: null }>

const isNumber = (strip: Strip) => strip.values.some(({ value }) => value !== null)

/** The band of a rule, or a narrow one for each number that it lists. */
function bandsOf({ min_value, max_value, allowed }: Strip) {
  if (min_value !== null || max_value !== null) return [{ min: min_value, max: max_value }]
  const numbers = (allowed ?? []).map(Number).filter(Number.isFinite)
  return numbers.map((value) => ({ min: value, max: value }))
}

/** Each scanner a strip: what it was set to, the rule's band behind, what deviates marked. */
export function ParameterStrips({ page, chosen }: { page: Known; chosen: RuledParameter }) {
  const { t, format, name } = useI18n()
  const link = useFilterLink()
  const { rows, total } = page.strips
  const title = t('parameters.strips', { parameter: chosen.parameter })
  const summary = t('parameters.strips_summary', {
    deviating: format.count(page.deviating),
    exams: format.count(page.exams),
    shown: format.count(rows.length),
    total: format.count(total),
  })
  const examsOf = (strip: Strip) =>
    t('parameters.of', { k: format.count(strip.deviating), n: format.count(strip.exams) })
  return (
    <ChartFigure
      title={title}
      summary={total === 0 ? t('table.empty') : summary}
      legend={[
        { label: t('parameters.within'), className: 'border-series-1' },
        { label: t('parameters.deviates'), className: 'border-bad', shape: 'dash' },
        { label: t('parameters.band'), className: 'border-series-1', shape: 'band' },
      ]}
      table={{
        columns: [
          { label: t('filter.scanner') },
          { label: t('filter.center') },
          { label: t('exam.expected') },
          { label: t('parameters.majority') },
          { label: t('table.exams'), numeric: true },
          { label: t('parameters.deviates'), numeric: true },
        ],
        rows: rows.map((strip) => [
          strip.scanner_id,
          name(strip),
          `${strip.expected} (v${strip.protocol_version})`,
          strip.majority ?? '–',
          format.count(strip.exams),
          format.count(strip.deviating),
        ]),
        total,
      }}
    >
      <ValueStrips
        label={title}
        write={format.decimal}
        strips={rows.filter(isNumber).map((strip) => ({
          key: strip.scanner_id,
          label: (
            <Link
              to={`${link('/compliance', { scanner: strip.scanner_id, protocol: chosen.protocol_code, step: chosen.step, parameter: chosen.parameter })}#exams`}
              className="link"
            >
              {strip.scanner_id}
            </Link>
          ),
          marks: strip.values.flatMap(({ value, exams, deviating }) =>
            value === null ? [] : [{ value, exams, deviating }],
          ),
          bands: bandsOf(strip),
          text: examsOf(strip),
          title: `${name(strip)} ${strip.scanner_id}: ${examsOf(strip)}; ${t('exam.expected')} ${strip.expected}`,
        }))}
      />
    </ChartFigure>
  )
}
