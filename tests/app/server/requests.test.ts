import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withoutLiterals } from '#app/server/log.ts'
import * as guards from '#app/server/requests.ts'
import { clearTextWarning, limitBodies, stayWithTls } from '#app/server/security.ts'

let server: Server
let port: number

beforeAll(async () => {
  const app = express()
  app.set('trust proxy', 1)
  app.use(guards.setRequestId, stayWithTls, guards.refuseOddTargets, guards.refuseMethods)
  app.use(limitBodies, guards.refuseOtherBodies)
  app.use(guards.keepPrivate, guards.clearAtSignOut)
  app.use(express.urlencoded({ extended: false }))
  app.all('*', (asked, response) => void response.json({ body: asked.body as unknown }))
  server = createServer(app)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

/** Status line of what is sent as it stands. */
async function raw(lines: string[]): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  socket.end([...lines, 'Connection: close', '', ''].join('\r\n'))
  return Number(/^HTTP\/1\.1 (\d+)/.exec(await text(socket))?.[1])
}

function send(method: string, path: string, headers: Record<string, string> = {}, body = '') {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', method, path, headers }, (answer) => {
      void text(answer).then((said) => resolve({ status: answer.statusCode!, headers: answer.headers, body: said }))
    })
    asked.on('error', reject).end(body)
  })
}

test('targets and hosts that are none of this server are 400', async () => {
  const host = 'Host: iso.example'
  for (const target of ['http://evil.example/x', '//evil.example/x', '*', '/%ff', '/a%00b', '/\\evil.example'])
    expect([target, await raw([`GET ${target} HTTP/1.1`, host])]).toEqual([target, 400])
  expect(await raw(['GET / HTTP/1.1', 'Host: a b'])).toBe(400)
  expect(await raw(['GET / HTTP/1.1', 'Host: iso.example:3000'])).toBe(200)
  expect(await raw(['GET / HTTP/1.1', 'Host: [::1]:3000'])).toBe(200)
})

test('methods other than GET, HEAD and POST are 405 and say which there are', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND'])
    expect(await send(method, '/logout')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST' } })
  for (const method of ['GET', 'HEAD', 'POST']) expect(await send(method, '/logout')).toMatchObject({ status: 200 })
})

test('a body without a length, or of more than a form has, is 413 before it is read; of two lengths none is believed', async () => {
  const head = ['POST /login HTTP/1.1', 'Host: iso.example', 'Content-Type: application/x-www-form-urlencoded']
  expect(await raw([...head, `Content-Length: ${512 * 1024 + 1}`])).toBe(413)
  expect(await raw([...head, 'Transfer-Encoding: chunked'])).toBe(413)
  expect(await raw([...head, 'Content-Length: 1', 'Content-Length: 2'])).toBe(400)
  expect(await raw([...head, 'Content-Length: 1', 'Transfer-Encoding: chunked'])).toBe(400)
})

test('what is posted is a form, else 415; a post of nothing is an empty form', async () => {
  const post = (type: string, body = 'a=1') => send('POST', '/login', type ? { 'content-type': type } : {}, body)
  for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded; charset=utf-16', ''])
    expect([type, (await post(type)).status]).toEqual([type, 415])
  expect((await post('multipart/form-data')).status).toBe(415)
  expect((await post('multipart/form-data; boundary=x')).status).toBe(200)
  expect(await post('application/x-www-form-urlencoded;charset=UTF-8')).toMatchObject({ body: '{"body":{"a":"1"}}' })
  expect(await post('', '')).toMatchObject({ status: 200, body: '{"body":{}}' })
})

test('answers are kept by nobody, bear an id, and stay with TLS where a trusted proxy speaks it', async () => {
  const { headers } = await send('GET', '/throughput.data')
  expect(headers).toMatchObject({ 'cache-control': 'private, no-store', vary: 'Cookie' })
  expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(headers).not.toHaveProperty('strict-transport-security')
  const behind = await send('GET', '/', { 'x-forwarded-proto': 'https', 'x-request-id': 'proxy-0001' })
  expect(behind.headers).toMatchObject({
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-request-id': 'proxy-0001',
  })
  const forged = await send('GET', '/', { 'x-request-id': 'a b"}' })
  expect(forged.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

test('a sign-out clears what the browser kept', async () => {
  for (const path of ['/logout', '/logout.data'])
    expect((await send('POST', path)).headers['clear-site-data']).toBe('"cache", "storage"')
  expect((await send('GET', '/logout')).headers).not.toHaveProperty('clear-site-data')
})

test('the log has routes, not what stands in an address for one exam, center or scanner', () => {
  const route = (path: string) => guards.routeOf({ path })
  expect(route('/compliance/exams/C001/ACC-4711')).toBe('/compliance/exams/:center_code/:accession_no')
  expect(route('/centers/C001.json')).toBe('/centers/:center_code')
  expect(route('/scanners/S1.data')).toBe('/scanners/:scanner_id')
  expect(route('/throughput/minutes.json')).toBe('/throughput/minutes.json')
  expect(route('/index.pdf')).toBe('/index.pdf')
  expect(route('/centers/C001.pdf')).toBe('/centers/:center_code')
  expect(route('/')).toBe('/')
  expect(route('/patients/4711')).toBe('(other)')
})

test('the log quotes no literal and no long number', () => {
  expect(withoutLiterals("Could not convert 'Zhang ''San''' to INT32 at 20260302001")).toBe(
    "Could not convert '…' to INT32 at ******",
  )
})

test('a word is said where passwords would travel in clear', () => {
  for (const host of ['127.0.0.1', 'localhost', '::1']) expect(clearTextWarning({ host, trustProxy: 0 })).toBeNull()
  expect(clearTextWarning({ host: '0.0.0.0', trustProxy: 1 })).toBeNull()
  expect(clearTextWarning({ host: '0.0.0.0', trustProxy: 0 })).toMatch(/passwords would travel in clear.*TRUST_PROXY=1/)
})
