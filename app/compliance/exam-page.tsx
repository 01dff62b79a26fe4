import type { ExamKey } from '#queries/compliance/compliance-types.ts'
import { Link, useSearchParams } from '@remix-run/react'
import { CenterLink } from '../components/center-link.tsx'
import { ExamDeviations, ExamSteps } from './exam-steps.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { examPath, useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'

type Known = Exclude<PageAnswers['exam'], { snapshot_id: null }>

/** The scanner, which leads to its day. */
function Scanner({ exam: { scanner_id, manufacturer, model, day } }: { exam: Known }) {
  const kind = [manufacturer, model].filter(Boolean).join(' · ')
  if (scanner_id === null) return <>{kind || '–'}</>
  return (
    <>
      <ScannerLink scanner_id={scanner_id} day={day} />
      {kind && ` · ${kind}`}
    </>
  )
}

function useFacts(exam: PageAnswers['exam']) {
  const { t, format, name } = useI18n()
  if (exam.snapshot_id === null) return []
  const { dose, time_zone } = exam
  return [
    [t('filter.center'), <CenterLink key="c" center={{ ...exam.center, center_code: exam.center_code }} />],
    [t('table.day'), format.day(exam.day)],
    [
      t('exam.times'),
      `${format.instant(exam.started_at, time_zone)} – ${format.time(exam.completed_at, time_zone)} (${time_zone})`,
    ],
    [t('filter.scanner'), <Scanner key="s" exam={exam} />],
    [t('filter.modality'), [exam.modality, exam.body_part].filter(Boolean).join(' · ')],
    [
      t('table.protocol'),
      `${exam.protocol ? name(exam.protocol) : ''} ${exam.protocol_code} v${exam.protocol_version ?? '–'}`,
    ],
    [
      t('exam.dlp'),
      t('exam.against', { value: format.decimal(dose.dlp), reference: format.decimal(dose.dlp_reference) }),
    ],
    [
      t('exam.ctdi'),
      t('exam.against', { value: format.decimal(dose.ctdi_vol), reference: format.decimal(dose.ctdi_vol_reference) }),
    ],
    ...(exam.source
      ? [[t('exam.source'), t('exam.source_line', { path: exam.source.path, line: exam.source.line })]]
      : []),
  ] as const
}

function Verdict({ compliant, reason }: { compliant: boolean | null; reason: string | null }) {
  const { t, code } = useI18n()
  if (compliant === null)
    return <Tag tone="warn">{t('exam.not_assessable', { reason: code('not_assessable', reason) })}</Tag>
  return compliant ? <Tag tone="accent">{t('exam.compliant')}</Tag> : <Tag tone="bad">{t('exam.deviating')}</Tag>
}

/** The list that the reader comes from, as it was narrowed. */
const LISTS: Record<string, string> = { exams: '/compliance', audit: '/compliance/audit' }

/** Back to the list, and to the exams before and after in it. */
function ListLinks({ exam }: { exam: Exclude<PageAnswers['exam'], { snapshot_id: null }> }) {
  const { t } = useI18n()
  const [search] = useSearchParams()
  const link = useFilterLink()
  const path = LISTS[search.get('list') ?? '']
  const list = new URLSearchParams([...search].filter(([name]) => name !== 'list'))
  const beside = (key: ExamKey | null | undefined, label: string) =>
    key && (
      <Link to={`${examPath(key)}?${search}`} className="link">
        {label}
      </Link>
    )
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      <Link
        to={path ? `${path}?${list}#${path === '/compliance' ? 'exams' : 'items'}` : `${link('/compliance')}#exams`}
        className="link"
      >
        {t('exam.back')}
      </Link>
      {beside(exam.neighbours?.previous, t('exam.previous'))}
      {beside(exam.neighbours?.next, t('exam.next'))}
    </span>
  )
}

export default function Exam({ page: exam }: { page: PageAnswers['exam'] }) {
  const { t } = useI18n()
  const facts = useFacts(exam)
  if (exam.snapshot_id === null) return <NoData title={t('exam.title_short')} missing={exam.missing} />
  return (
    <PageFrame
      title={t('exam.title', { accession_no: exam.accession_no })}
      panels={{ page: 'exam', snapshot: exam.snapshot_id }}
      note={
        <>
          <Verdict compliant={exam.compliant} reason={exam.reason} /> <ListLinks exam={exam} />
        </>
      }
    >
      <Card>
        <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[max-content_1fr] xl:grid-cols-[max-content_1fr_max-content_1fr]">
          {facts.map(([label, value]) => (
            <div key={String(label)} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <ExamSteps exam={exam} />
      <ExamDeviations exam={exam} />
    </PageFrame>
  )
}
