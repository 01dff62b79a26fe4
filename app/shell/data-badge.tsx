import { Link } from '@remix-run/react'
import { mayOpen } from '../access.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ShellState } from './shell-data.ts'
import { Tag } from '../components/ui/tag.tsx'

const OLD_SECONDS = 36 * 3600

/** How old the figures are and how many open problems the data has; leads to the page that lists them. */
export function DataBadge({ state }: { state: ShellState }) {
  const { t, format } = useI18n()
  const { snapshot, user } = state
  if (!snapshot) return <Tag tone="warn">{t('badge.none')}</Tag>
  const { rejected_rows, failed_checks, age_seconds } = snapshot
  const problems = rejected_rows + failed_checks
  const tone = failed_checks > 0 ? 'bad' : age_seconds > OLD_SECONDS ? 'warn' : 'plain'
  const words = [
    t('badge.age', { age: format.age(age_seconds) }),
    problems > 0 ? t('badge.problems', { n: format.count(problems) }) : t('badge.no_problems'),
  ].join(' · ')
  const title = t('badge.title', {
    published: format.instant(snapshot.published_at),
    rejects: format.count(rejected_rows),
    checks: format.count(failed_checks),
  })
  const tag = (
    <Tag tone={tone} title={title}>
      {words}
    </Tag>
  )
  return mayOpen(user, 'data') ? (
    <Link to="/data" data-badge="data" className="hover:underline">
      {tag}
    </Link>
  ) : (
    <span data-badge="data">{tag}</span>
  )
}
