import '@remix-run/node'
import type { Desk } from './server/desk.ts'

declare module '@remix-run/node' {
  // Without it useLoaderData and useActionData have the types from before single fetch.
  interface Future {
    v3_singleFetch: true
  }
  interface AppLoadContext {
    cspNonce: string
    desk: Desk
  }
}
