// After the build: a brotli and a gzip twin beside every text file of the client, so that the server compresses none.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const folder = path.resolve(import.meta.dirname, '../../build/client/assets')
const TEXT = /\.(js|css|svg|json|txt)$/

for (const file of readdirSync(folder).filter((name) => TEXT.test(name))) {
  const content = readFileSync(path.join(folder, file))
  if (content.length < 1024) continue
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  writeFileSync(path.join(folder, `${file}.br`), brotliCompressSync(content, { params }))
  writeFileSync(path.join(folder, `${file}.gz`), gzipSync(content, { level: 9 }))
}
