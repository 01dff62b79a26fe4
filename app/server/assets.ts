import { readdirSync } from 'node:fs'
import path from 'node:path'
import express, { type RequestHandler, type Router } from 'express'

const ENCODINGS = [
  { encoding: 'br', extension: '.br' },
  { encoding: 'gzip', extension: '.gz' },
] as const

/** Answers with the file's precompressed twin where the build made one and the browser takes it. */
function precompressed(folder: string): RequestHandler {
  const files = new Set(readdirSync(folder))
  return (request, response, next) => {
    const file = request.path.slice(1)
    const choice = ENCODINGS.find((e) => files.has(file + e.extension) && request.acceptsEncodings(e.encoding))
    if (choice) {
      response.set({ 'Content-Encoding': choice.encoding, Vary: 'Accept-Encoding' })
      response.type(path.extname(file))
      request.url = request.url.replace(file, file + choice.extension)
    }
    next()
  }
}

/** The built client: hashed names never change, so browsers keep them for a year. */
export function assets(clientFolder: string): Router {
  const hashed = path.join(clientFolder, 'assets')
  const router = express.Router()
  router.use(
    '/assets',
    precompressed(hashed),
    express.static(hashed, { immutable: true, maxAge: '1y', index: false, fallthrough: false }),
  )
  router.use(express.static(clientFolder, { maxAge: '1h', index: false }))
  return router
}

/** The bundle of etl/file-check, which /data/check runs as a worker. Its name stays, so browsers ask each time whether it did. */
export function fileCheckScript(buildFolder: string): RequestHandler {
  const file = path.resolve(buildFolder, 'client/file-check.js')
  return (_request, response, next) => {
    response.sendFile(file, { cacheControl: false, headers: { 'Cache-Control': 'no-cache' } }, (error) => {
      if (error && !response.headersSent) next(error)
    })
  }
}
