import {
  createReadableStreamFromReadable,
  type ActionFunctionArgs,
  type AppLoadContext,
  type EntryContext,
  type LoaderFunctionArgs,
} from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { Gathered } from './gathered.server.ts'
import { NonceContext } from './nonce.ts'
import { ServedContext } from './served/served-context.ts'

export const streamTimeout = 5_000

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const nonce = loadContext.cspNonce
  // Programs that read pages get the whole document at once; people see it grow.
  const ready = isbot(request.headers.get('user-agent') ?? '') ? 'onAllReady' : 'onShellReady'
  return new Promise((resolve, reject) => {
    let shellSent = false
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <ServedContext.Provider value={loadContext.served}>
          <RemixServer context={remixContext} url={request.url} nonce={nonce} />
        </ServedContext.Provider>
      </NonceContext.Provider>,
      {
        nonce,
        [ready]() {
          shellSent = true
          const body = new Gathered()
          // Without this every render stays in memory until the timer ends.
          body.once('close', () => clearTimeout(timer))
          headers.set('Content-Type', 'text/html; charset=utf-8')
          headers.append('Vary', 'Accept-Language')
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }))
          pipe(body)
        },
        onShellError: reject,
        onError(error: unknown) {
          status = 500
          if (shellSent) loadContext.desk.report(error)
        },
      },
    )
    const timer = setTimeout(abort, streamTimeout + 1_000)
  })
}

/** Expected failures have become answers already: what comes here is a fault of ours and belongs into the log. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (!request.signal.aborted) context.desk.report(error)
}
