import { data, type LoaderFunctionArgs } from '@remix-run/node'
import { PageError } from '../components/page-error.tsx'
import { asResponse, type ErrorBody } from '../page-loader.ts'

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
