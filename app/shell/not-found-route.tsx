import { data, type LoaderFunctionArgs } from '@remix-run/node'
import { PageError } from '../components/page-error.tsx'
import { asResponse, type ErrorBody } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'

export const meta = pageMeta('error.not_found')

export async function loader({ context, request }: LoaderFunctionArgs) {
  try {
    await context.desk.requireUser()
  } catch (error) {
    throw asResponse(error, request)
  }
  throw data({ code: 'app/not-found' } satisfies ErrorBody, { status: 404 })
}

export default function NotFound() {
  return null
}

export { PageError as ErrorBoundary }
