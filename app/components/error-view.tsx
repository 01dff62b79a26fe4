import { isRouteErrorResponse, Link } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ErrorBody } from '../page-loader.ts'

function useWords(error: unknown): { title: string; text: string; details: string[] } {
  const { t, code } = useI18n()
  if (!isRouteErrorResponse(error)) return { title: t('error.failed'), text: t('error.failed_text'), details: [] }
  const body = error.data as ErrorBody | undefined
  switch (body?.code) {
    case 'app/forbidden': {
      const roles = body.allowed.map((role) => code('role', role)).join(t('list.separator'))
      return { title: t('error.forbidden'), text: t('error.forbidden_text', { roles }), details: [] }
    }
    case 'queries/filter':
      return {
        title: t('error.filter'),
        text: t('error.filter_text'),
        details: body.issues.map(
          ({ field, problem, values }) =>
            `${code('filter.field', field)}${t('list.colon')}${t(`filter.problem.${problem}`, values)}`,
        ),
      }
    case 'app/database-away':
      return { title: t('error.database'), text: t('error.database_text'), details: [] }
    case 'queries/snapshot-unusable':
      return { title: t('error.snapshot'), text: t('error.snapshot_text'), details: [body.message] }
    default:
      return error.status === 404
        ? { title: t('error.not_found'), text: t('error.not_found_text'), details: [] }
        : { title: t('error.failed'), text: t('error.failed_text'), details: [] }
  }
}

/** Says what went wrong and what to do next; never a stack. */
export function ErrorView({ error }: { error: unknown }) {
  const { t } = useI18n()
  const { title, text, details } = useWords(error)
  return (
    <section className="max-w-2xl py-8">
      <p className="text-muted tabular-nums">{isRouteErrorResponse(error) ? error.status : 500}</p>
      <h1 className="mt-1">{title}</h1>
      <p className="mt-2">{text}</p>
      {details.length > 0 && (
        <ul className="mt-2 list-disc pl-5">
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
      <p className="mt-4">
        <Link to="/" className="link">
          {t('error.home')}
        </Link>
      </p>
    </section>
  )
}
