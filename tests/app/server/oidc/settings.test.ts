import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '#app/server/config.ts'
import { readMapping, rightsByClaims } from '#app/server/oidc/mapping.ts'
import { noWayInWarning } from '#app/server/oidc/no-way-in.ts'
import { Provider } from '#app/server/oidc/provider.ts'
import { people } from '#tests/support/people.ts'

function folder() {
  const made = mkdtempSync(path.join(os.tmpdir(), 'isocenter-oidc-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return (name: string, text: string) => {
    writeFileSync(path.join(made, name), text)
    return path.join(made, name)
  }
}

const WHOLE = {
  ...{ OIDC_ISSUER: 'https://id.example/realms/x', OIDC_CLIENT_ID: 'isocenter', OIDC_CLIENT_SECRET: 'geheim' },
  ...{ PUBLIC_URL: 'https://isocenter.example/', CONTROL_DIR: '/etc/isocenter' },
}

test('a provider is named whole or not at all, and no message holds the secret', () => {
  expect(readConfig({ OIDC_CLIENT_ID: 'x' }).oidc).toBeNull()
  expect(readConfig(WHOLE).oidc).toMatchObject({
    ...{ clientId: 'isocenter', clientSecret: 'geheim', publicUrl: 'https://isocenter.example' },
    mappingFile: '/etc/isocenter/oidc.json',
  })
  const wrong: [object, string][] = [
    [{ OIDC_CLIENT_ID: '' }, 'OIDC_CLIENT_ID is not'],
    [{ PUBLIC_URL: '' }, 'PUBLIC_URL is not'],
    [{ PUBLIC_URL: 'https://isocenter.example/app' }, 'PUBLIC_URL is "https://isocenter.example/app"'],
    [{ OIDC_ISSUER: 'http://id.example' }, 'OIDC_ISSUER is "http://id.example": it must be an https address'],
    [{ OIDC_CLIENT_SECRET: '' }, 'OIDC_ISSUER is set and no secret is'],
    [{ OIDC_CLIENT_SECRET_FILE: '/nowhere' }, 'are both set'],
    [{ OIDC_CLIENT_SECRET: '', OIDC_CLIENT_SECRET_FILE: '/nowhere' }, 'cannot be read (ENOENT)'],
  ]
  for (const [change, words] of wrong) {
    const read = () => readConfig({ ...WHOLE, ...change })
    expect(read).toThrow(words)
    expect(read).not.toThrow('geheim')
  }
  expect(() => readConfig({ PASSWORD_ACCOUNTS: 'admin' })).toThrow('OIDC_ISSUER is not')
  expect(readConfig({ ...WHOLE, PASSWORD_ACCOUNTS: 'Rescue, admin' }).passwordAccounts).toEqual(['rescue', 'admin'])
})

test('the secret may stand in a file, with a line feed at its end', () => {
  const file = folder()('secret', 'geheim\n')
  const { oidc } = readConfig({ ...WHOLE, OIDC_CLIENT_SECRET: '', OIDC_CLIENT_SECRET_FILE: file })
  expect(oidc?.clientSecret).toBe('geheim')
})

test('http is for a provider on this machine', () => {
  for (const issuer of ['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])
    expect(readConfig({ ...WHOLE, OIDC_ISSUER: issuer }).oidc?.issuer.protocol).toBe('http:')
  expect(() => readConfig({ ...WHOLE, OIDC_ISSUER: 'http://127.0.0.1.example' })).toThrow('https address')
})

const MAPPING = {
  roles: [{ claim: '/realm_access/roles', value: 'qa', roles: ['qa'] }],
  centers: [{ claim: 'https://example/owners', kind: 'ownership' }],
}

test('a settings file that is wrong says where', async () => {
  const put = folder()
  await expect(readMapping('/nowhere/oidc.json', [])).rejects.toThrow('cannot be read (ENOENT)')
  await expect(readMapping(put('a.json', '{'), [])).rejects.toThrow('wrong at the whole file')
  const roles = [{ claim: 'groups', value: 'x', roles: ['chief'] }]
  await expect(readMapping(put('b.json', JSON.stringify({ ...MAPPING, roles })), [])).rejects.toThrow('roles.0.roles.0')
  await expect(readMapping(put('c.json', JSON.stringify({ ...MAPPING, rules: [] })), [])).rejects.toThrow('rules')
  const sound = put('d.json', JSON.stringify(MAPPING))
  await expect(readMapping(sound, ['admin'])).rejects.toThrow('has no second_factor, and SECOND_FACTOR_ROLES is set')
  expect(await readMapping(sound, [])).toMatchObject({ existing_accounts: 'refuse', user_name: 'preferred_username' })
})

test('claims are found by name or pointer; of another kind than text they say nothing', async () => {
  const mapping = await readMapping(folder()('a.json', JSON.stringify(MAPPING)), [])
  const centers = [{ center_code: 'C001', province: null, ownership: 'joint' }]
  const rights = (claims: object) => rightsByClaims(mapping, claims as Record<string, unknown>, centers)
  const owners = { 'https://example/owners': 'joint' }
  expect(rights({ realm_access: { roles: ['qa', 7] }, ...owners })).toEqual({
    outcome: 'rights',
    rights: { roles: ['qa'], scope: { kind: 'ownership', values: ['joint'] } },
    unknown: [],
  })
  expect(rights({ realm_access: { roles: { qa: true } }, ...owners })).toMatchObject({ outcome: 'no_role' })
  expect(rights({ realm_access: null, ...owners })).toMatchObject({ outcome: 'no_role' })
  expect(rights({ realm_access: { roles: 'qa' }, 'https://example/owners': ['JOINT'] })).toEqual({
    outcome: 'no_centers',
    unknown: ['JOINT'],
  })
})

test('nothing is asked of another host, whatever the provider says of itself', async () => {
  const asked: string[] = []
  const elsewhere = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('{}')
  }).listen(0, '127.0.0.1')
  const portOf = (server: typeof elsewhere) => (server.address() as AddressInfo).port
  const server = createServer((_, response) => {
    const [own, other] = [`http://127.0.0.1:${portOf(server)}`, `http://127.0.0.1:${portOf(elsewhere)}`]
    const endpoints = {
      authorization_endpoint: `${own}/auth`,
      token_endpoint: `${other}/token`,
      jwks_uri: `${other}/jwks`,
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ issuer: own, ...endpoints, end_session_endpoint: `${other}/end` }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => [server, elsewhere].forEach((one) => one.close()))
  const issuer = new URL(`http://127.0.0.1:${portOf(server)}`)
  const { oidc } = readConfig(WHOLE)
  const provider = new Provider({ ...oidc!, issuer })
  const { checks } = await provider.begin(['groups'])
  const come = provider.finish(`?code=x&state=${checks.state}`, checks)
  await expect(come).rejects.toMatchObject({ problem: 'settings', reason: 'foreign_host' })
  expect(await provider.signOutAddress('x')).toBeNull()
  expect(asked).toEqual([])
})

test('a start says so where nobody could administer while the provider is away', async () => {
  const { db, add } = await people()
  await add('rescue', ['qa'])
  expect(await noWayInWarning(db, null)).toBeNull()
  expect(await noWayInWarning(db, ['rescue'])).toContain('none of them is an administrator')
  await add('admin', ['admin'])
  expect(await noWayInWarning(db, ['rescue', 'admin'])).toBeNull()
})
