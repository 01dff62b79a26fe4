import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FileCheck } from './file-check/file-check.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { asResponse } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'

export const meta = pageMeta('check_file.title')
export { PageError as ErrorBoundary } from '../components/page-error.tsx'

export async function loader({ context, request }: LoaderFunctionArgs) {
  try {
    return { profiles: await context.desk.sourceProfiles() }
  } catch (error) {
    throw asResponse(error, request)
  }
}

export default function DataCheck() {
  const { profiles } = useLoaderData<typeof loader>()
  const { t } = useI18n()
  return (
    <div className="space-y-4">
      <header>
        <h1>{t('check_file.title')}</h1>
        <p className="text-muted">{t('check_file.note')}</p>
      </header>
      <FileCheck profiles={profiles} />
    </div>
  )
}
