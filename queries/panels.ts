import { hear } from './db/asked.ts'
import type { WarehouseReader } from './db/snapshot.ts'
import { centerPanels, examPanels } from './center/center-panels.ts'
import { compliancePanels } from './compliance/compliance-panels.ts'
import { concordancePanels } from './concordance/concordance-panels.ts'
import { dataPanels } from './data/data-panels.ts'
import { profitabilityPanels } from './profitability/profitability-panels.ts'
import { overviewPanels } from './overview/overview-panels.ts'
import { panelStatement, statementsOf, type Panel } from './panel/panel.ts'
import { throughputPanels } from './throughput/throughput-panels.ts'

export type { Panel, Shown } from './panel/panel.ts'

/** The tiles, charts and tables of every page that has a statement to show. */
export const panels = {
  overview: overviewPanels,
  throughput: throughputPanels,
  compliance: compliancePanels,
  exam: examPanels,
  concordance: concordancePanels,
  profitability: profitabilityPanels,
  center: centerPanels,
  data: dataPanels,
} as const

export type PanelPage = keyof typeof panels

export function isPanelPage(page: string): page is PanelPage {
  return Object.hasOwn(panels, page)
}

/** The panel of a page by its id; undefined when the page has no such panel. */
export function panelOf(page: PanelPage, id: string): Panel<never> | undefined {
  return (panels[page] as Panel<never>[]).find((panel) => panel.id === id)
}

/**
 * The page's questions as statements by name, kept under the snapshot, the page and its filter. `ask` asks the page as
 * its loader does; null while nothing has been published.
 */
export function questionsOf(
  reader: WarehouseReader,
  question: string,
  ask: (reader: WarehouseReader) => Promise<unknown>,
): Promise<Map<string, string> | null> {
  return reader.read(`statements ${question}`, async (db, snapshot) => {
    // Answers that are kept would be given without a question.
    const direct: WarehouseReader = { read: (_question, answer) => answer(db, snapshot) }
    return statementsOf(await hear(() => ask(direct)))
  })
}

export { panelStatement }
