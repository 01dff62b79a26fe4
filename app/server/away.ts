import type { RequestHandler } from 'express'
import { messagesFor } from '../i18n/dictionary.server.ts'
import { localeOf, parseCookies } from '../preferences.ts'
import type { Services } from './services.ts'

/** 503 in the reader's language while the database of accounts is away: whatever is asked, who asks cannot be known. */
export function refuseWithoutDatabase({ appDbAnswers }: Pick<Services, 'appDbAnswers'>): RequestHandler {
  return async (request, response, next) => {
    if (await appDbAnswers()) return next()
    const lang = parseCookies(request.get('cookie') ?? null).get('lang')
    const messages = messagesFor(localeOf(lang, request.get('accept-language') ?? null))
    response.status(503).set('Retry-After', '5').type('text/plain')
    response.send(`${messages['error.database']}\n\n${messages['error.database_text']}\n`)
  }
}
