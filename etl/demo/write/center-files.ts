import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { isoDay, monthOf } from '../clock.ts'
import { period, type DemoOptions } from '../options.ts'
import type { Center, ExportStyle } from '../types.ts'
import { middleNight } from './blemishes.ts'
import { COLUMNS } from './csv.ts'
import { encodeGb18030 } from './gb18030.ts'
import { FEEDS, type Feed, type Sink } from './sink.ts'

/** A center whose line was down for two nights: their files came with the third. */
const LATE_CENTER = 3
/** A center that sent one night's billing file a second time under another name. */
const RESENDING_CENTER = 4

export interface Written {
  files: number
  bytes: number
}

/** Writes all files of a center; a night without lines has no file. */
export function writeCenterFiles(center: Center, options: DemoOptions, sink: Sink): Written {
  const written: Written = { files: 0, bytes: 0 }
  const { first, last } = period(options)
  for (const feed of FEEDS) {
    const folder = join(options.out, feed, center.code)
    const files = new Map<string, Buffer[]>()
    for (let night = first; night <= last; night++) {
      const bytes = sink.bytes(feed, night)
      if (bytes === null) continue
      const name = fileName(center, night, options)
      const parts = files.get(name)
      if (parts) parts.push(bytes)
      else files.set(name, [bytes])
    }
    if (files.size > 0) mkdirSync(folder, { recursive: true })
    for (const [name, nights] of files) {
      const content = encode(feed, nights, center.style)
      for (const copy of copies(center, feed, name, options)) {
        writeFileSync(join(folder, `${copy}.${extension(feed)}${center.style.gzip ? '.gz' : ''}`), content)
        written.files++
        written.bytes += content.length
      }
    }
  }
  return written
}

function fileName(center: Center, night: number, options: DemoOptions): string {
  if (options.files === 'month') return monthOf(night)
  const lateUntil = middleNight(options) - 1
  const late = center.index === LATE_CENTER && options.days >= 7 && night < lateUntil && night >= lateUntil - 2
  return late ? `${isoDay(lateUntil)}-late` : isoDay(night)
}

function copies(center: Center, feed: Feed, name: string, options: DemoOptions): string[] {
  const again = center.index === RESENDING_CENTER && feed === 'billing' && name === isoDay(middleNight(options))
  return again ? [name, `${name}-resent`] : [name]
}

function extension(feed: Feed): string {
  return feed === 'scanner_log' ? 'ndjson' : 'csv'
}

function encode(feed: Feed, nights: Buffer[], style: ExportStyle): Buffer {
  const { encoding, gzip, upperCaseHeader } = style
  if (feed === 'scanner_log') return packed(Buffer.concat(nights), gzip)
  const header = `${upperCaseHeader ? COLUMNS[feed].toUpperCase() : COLUMNS[feed]}\n`
  const bytes = Buffer.concat([Buffer.from(header), ...nights])
  if (encoding === 'gb18030') return encodeGb18030(bytes.toString())
  if (encoding === 'utf8-bom-crlf') return Buffer.from(`\ufeff${bytes.toString().replaceAll('\n', '\r\n')}`)
  return packed(bytes, gzip)
}

/** Level 1: the files are read once, and the time is better spent elsewhere. */
function packed(bytes: Buffer, gzip: boolean): Buffer {
  return gzip ? gzipSync(bytes, { level: 1 }) : bytes
}
