import { useRouteError } from '@remix-run/react'
import { ErrorView } from './error-view.tsx'

/** The error boundary of every page: the shell around it stays. */
export function PageError() {
  return <ErrorView error={useRouteError()} />
}
