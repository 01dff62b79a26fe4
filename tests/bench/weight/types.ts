/** Bytes of an answer as it is and as it travels. */
export interface Weight {
  raw: number
  gzip: number
  brotli: number
}

export interface PageWeight {
  /** Its address without the query. */
  path: string
  html: Weight
  /** What the script that hydrates the page is told, part of `html`. */
  data: number
  /** What a change of the filter costs when scripts run. */
  update: Weight
  /** Scripts that the page asks for before it answers to a hand, all together. */
  scripts: Weight
  /** Milliseconds of processor, figures known already: the page, and its figures alone as JSON. */
  pageMs: number[]
  figuresMs: number[]
}

export interface Weights {
  centers: number
  days: number
  pages: PageWeight[]
  /** The same of a page without figures: what any page costs. */
  floorMs: number[]
}
