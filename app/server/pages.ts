import type { WarehouseReader } from '#queries/db/snapshots.ts'
import { asks, type FigurePage, type PageAnswer, type Question } from '#queries/pages.ts'
import { maySeeMoney, maySeePersons, type Held } from '../access.ts'
import type { Operation } from '../operation.ts'
import { NotFoundError } from './errors.ts'

export type { FigurePage }

export type Rights = Question['rights']

export const rightsOf = (held: Held): Rights => ({ money: maySeeMoney(held), persons: maySeePersons(held) })

/** Pages of figures, each with a twin; the SQL console is none. */
export const FIGURE_PAGES = Object.keys(asks) as FigurePage[]

/** What each page answers; the data page says beside it how loading stands. */
export type PageAnswers = {
  [Page in FigurePage]: PageAnswer<Page> & (Page extends 'data' ? { operation?: Operation } : unknown)
}

/** Reads the address and asks. Access has been checked by the caller. @throws {NotFoundError} {FilterError} */
export async function askPage<Page extends FigurePage>(
  reader: WarehouseReader,
  page: Page,
  { params, search }: Omit<Question, 'rights'>,
  rights: Rights,
): Promise<PageAnswers[Page]> {
  const ask = asks[page] as (reader: WarehouseReader, question: Question) => Promise<PageAnswers[Page] | undefined>
  const answer = await ask(reader, { params, search, rights })
  if (answer === undefined) throw new NotFoundError([page, ...Object.values(params)].join(' '))
  return answer
}
