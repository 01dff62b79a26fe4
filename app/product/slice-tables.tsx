import type { LookBack } from '#queries/page/page-types.ts'
import type { ProductPage, Slice } from '#queries/product/product-types.ts'
import type { ManufacturerChange } from '#queries/product/summary-types.ts'
import { fellAlone, RULES } from '#queries/product/verdict.ts'
import { Link } from '@remix-run/react'
import { useLookBack } from '../components/look-back.ts'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { WithInterval } from '../concordance/concordance-tables.tsx'
import { useCenterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'

/** Percentage points with their interval. */
function usePoints() {
  const { format } = useI18n()
  const points = (value: number | null) => format.signedDecimal(value === null ? null : value * 100)
  return (e: { difference: number | null; low: number | null; high: number | null }) =>
    e.difference === null || e.low === null ? '–' : `${points(e.difference)} (${points(e.low)} … ${points(e.high)})`
}

function Group({ slice: { dimension, value } }: { slice: Slice }) {
  const { t, code } = useI18n()
  const center = useCenterLink()
  if (dimension === 'center')
    return (
      <Link to={center(value)} className="link">
        {value}
      </Link>
    )
  if (dimension === 'compliance')
    return <>{value === 'compliant' ? t('contrast.compliant') : t('contrast.deviating')}</>
  return <>{dimension === 'sex' ? code('sex', value) : value}</>
}

/** What is no chance first, then by how far it stands apart. */
const weight = ({ named, difference }: Slice) => (named ? 1 : 0) + Math.abs(difference ?? 0)

/** Agreement of each group against the others; what is no chance, over the whole table, is marked. */
export function SliceTable({ rows, comparisons }: Pick<ProductPage, 'comparisons'> & { rows: Slice[] }) {
  const { t, format } = useI18n()
  const points = usePoints()
  const named = rows.filter((row) => row.named).length
  return (
    <Card
      panel="differs"
      title={t('slices.title')}
      note={t('slices.note', { comparisons: format.count(comparisons), named: format.count(named) })}
    >
      <DataTable
        caption={t('slices.title')}
        rows={[...rows].sort((a, b) => weight(b) - weight(a))}
        rowKey={(row) => `${row.dimension} ${row.value}`}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[
          { key: 'dimension', label: t('slices.by'), cell: (row) => t(`dimension.${row.dimension}`) },
          { key: 'value', label: t('slices.group'), cell: (row) => <Group slice={row} /> },
          { key: 'n', numeric: true, label: 'n', cell: (row) => format.count(row.n) },
          {
            key: 'agreement',
            numeric: true,
            label: t('slices.agreement'),
            cell: (row) => <WithInterval metric="agreement" estimate={row.agreement} />,
          },
          {
            key: 'others',
            numeric: true,
            label: t('slices.others'),
            cell: (row) => <WithInterval metric="agreement" estimate={row.others} />,
          },
          { key: 'difference', numeric: true, label: t('contrast.difference'), cell: points },
          {
            key: 'named',
            label: t('slices.named'),
            cell: (row) => (row.named ? <Tag tone="warn">{t('slices.no_chance')}</Tag> : ''),
          },
        ]}
      />
    </Card>
  )
}

const { limit } = RULES.find(({ rule }) => rule === 'manufacturer')!

/** Whether agreement fell on one maker's scanners alone. */
export function ManufacturerTable({ rows, lookBack }: { rows: ManufacturerChange[]; lookBack: LookBack }) {
  const { t, format } = useI18n()
  const spans = useLookBack()
  const points = usePoints()
  const rate = ({ k, n }: { k: number; n: number }) => `${format.rate(n > 0 ? k / n : null)} (n ${format.count(n)})`
  const alone = rows.filter((row) => fellAlone(row, limit))
  return (
    <Card panel="manufacturers" title={t('manufacturers.title')} note={`${t('manufacturers.note')} ${spans(lookBack)}`}>
      {alone.map((row) => (
        <p key={row.manufacturer} className="mb-2" data-story="manufacturer-fall">
          {t('manufacturers.alone', {
            manufacturer: row.manufacturer,
            change: points(row.change),
            others: points(row.others),
          })}
        </p>
      ))}
      <DataTable
        caption={t('manufacturers.title')}
        rows={rows}
        rowKey={(row) => row.manufacturer}
        empty={t('table.empty')}
        columns={[
          { key: 'manufacturer', label: t('dimension.manufacturer'), cell: (row) => row.manufacturer },
          { key: 'before_rate', numeric: true, label: t('drift.before'), cell: (row) => rate(row.before) },
          { key: 'now_rate', numeric: true, label: t('manufacturers.now'), cell: (row) => rate(row.now) },
          { key: 'change_points', numeric: true, label: t('contrast.difference'), cell: (row) => points(row.change) },
          { key: 'others_points', numeric: true, label: t('manufacturers.others'), cell: (row) => points(row.others) },
          { key: 'beyond_points', numeric: true, label: t('manufacturers.beyond'), cell: (row) => points(row.beyond) },
        ]}
      />
    </Card>
  )
}
