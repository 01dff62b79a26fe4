import express, { type Request, type Router } from 'express'
import { PAGE_LIST, PAGES, pageNamed, type PageName } from '../../page-list.ts'
import { localeOf, parseCookies } from '../../preferences.ts'
import { tidyAddress } from '../../shell/tidy-address.ts'
import { download, searchOf, type Send } from '../downloads.ts'
import { NotFoundError } from '../errors.ts'
import { Shares } from '../fair-use.ts'
import type { Services } from '../services.ts'
import type { User } from '../sessions.ts'
import { PASS_HEADER, type Passes } from './passes.ts'
import { PrintError } from './print-error.ts'

/** The address of a page as PDF. Codes may hold dots: the last `.pdf` is ours. */
function pdfOf(page: PageName): RegExp {
  const { path } = PAGE_LIST[page]
  if (path === '/') return /^\/index\.pdf$/i
  return new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}\\.pdf$`, 'i')
}

/** This server as it is reached from this machine: a proxy in front would ask for another way in. */
function ownAddress({ socket }: Request): string {
  const address = (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/i, '')
  return `http://${address.includes(':') ? `[${address}]` : address}:${socket.localPort}`
}

/** The page in the form of paper, under the filters of the request. */
function printedAddress(request: Request): { path: string; search: URLSearchParams } {
  const path = request.path.replace(/\.pdf$/i, '')
  const search = searchOf(request)
  search.set('print', '1')
  return { path: path === '/index' ? '/' : path, search: tidyAddress(search) ?? search }
}

/** What the browser says besides the address: whose page it is, and in which language. */
function headersOf(request: Request, pass: string): Record<string, string> {
  const given = parseCookies(request.headers.cookie).get('lang')
  return { [PASS_HEADER]: pass, 'accept-language': localeOf(given, request.headers['accept-language'] ?? null) }
}

interface Asked {
  user: User
  request: Request
  gone: AbortSignal
}

async function printed({ printer }: Services, passes: Passes, { user, request, gone }: Asked): Promise<Buffer> {
  if (!printer) throw new PrintError('app/print-unavailable')
  const { path, search } = printedAddress(request)
  const pass = passes.give(user, path)
  try {
    const url = `${ownAddress(request)}${path}?${search}`
    const pdf = await printer.pdf({ url, headers: headersOf(request, pass) }, gone)
    if (!pdf) throw new NotFoundError(`The page ${path}`)
    return pdf
  } finally {
    passes.takeBack(pass)
  }
}

function pdfOfPage(services: Services, page: PageName, shares: Shares): Send {
  return async (desk, request, response) => {
    const user = await desk.requirePage(page)
    const giveBack = shares.take(user.user_name)
    if (!giveBack) throw new PrintError('app/print-busy')
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    try {
      const pdf = await printed(services, services.passes, { user, request, gone: gone.signal })
      response.type('application/pdf').attachment(`isocenter-${page}.pdf`).send(pdf)
    } finally {
      giveBack()
    }
  }
}

/**
 * `GET <path>.pdf` (`/index.pdf` for the overview): the page as it is printed, under its filters and access, one at a time for each
 * person. The console has none: its answers are its scripts'.
 */
export function pagePdf(services: Services): Router {
  const router = express.Router()
  const shares = new Shares(1)
  for (const page of PAGES.filter((name) => pageNamed(name) !== PAGE_LIST.sql))
    router.get(pdfOf(page), download(services, pdfOfPage(services, page, shares)))
  return router
}
