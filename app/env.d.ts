import '@remix-run/node'
import type { Served } from './served/served-context.ts'
import type { Desk } from './server/desk.ts'

declare module '@remix-run/node' {
  // Without it useLoaderData and useActionData have the types from before single fetch.
  interface Future {
    v3_singleFetch: true
  }
  interface AppLoadContext {
    cspNonce: string
    desk: Desk
    /** Null when only data is asked for, by a page that scripts change. */
    served: Served | null
  }
}
