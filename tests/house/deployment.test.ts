import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const here = (file: string) => read(`docs/deployment/${file}`)
const UNITS = ['isocenter-dashboard.service', 'isocenter-dashboard@.service', 'isocenter-schedule.service']

/** A service of a compose file, as text. */
const service = (name: string, file = 'compose.yaml') =>
  new RegExp(`^  ${name}:\\n((?: {4}.*\\n|\\n)+)`, 'm').exec(here(file))?.[1] ?? ''

test('what the image is made of and what it starts is in the repository', () => {
  const file = here('Containerfile')
  const taken = [...file.matchAll(/^COPY --from=build \/opt\/isocenter\/(\S+)/gm)].map(([, name]) => name!)
  expect(
    taken.filter((name) => !['build', 'node_modules'].includes(name) && !existsSync(path.join(ROOT, name))),
  ).toEqual([])
  const started = [file, here('compose.yaml'), ...UNITS.map(here)].flatMap(
    (text) => text.match(/\w+\/[\w/]+\.ts/g) ?? [],
  )
  expect(new Set(started)).toEqual(new Set(['app/server/main.ts', 'etl/cli.ts']))
  for (const entry of new Set(started)) expect(existsSync(path.join(ROOT, entry))).toBe(true)
})

test('every variable that the units and the containers set is one that the program reads', () => {
  const known = read('.env.example')
  const set = [
    // What stands there as a comment, to be taken in, too.
    ...UNITS.flatMap((unit) => here(unit).match(/^(# )?Environment=.*$/gm) ?? []),
    ...(here('compose.yaml').match(/environment: \{.*\}/g) ?? []),
    ...(here('Containerfile').match(/^ENV .*$/gm) ?? []),
  ].flatMap((line) => line.match(/\b[A-Z][A-Z_]+(?=[=:])/g) ?? [])
  expect(set.length).toBeGreaterThan(10)
  expect(set.filter((name) => !known.includes(`${name}=`))).toEqual([])
})

test('the dashboard has neither secrets nor rights, a way out nor snapshots that it could write', () => {
  const container = service('dashboard')
  for (const line of [
    'networks: [inside]',
    'read_only: true',
    'cap_drop: [ALL]',
    "['no-new-privileges:true']",
    'mem_limit:',
  ])
    expect(container).toContain(line)
  expect(container).toMatch(/\/snapshots:ro\n[^]*\/history:ro\n/)
  expect(here('compose.yaml')).toContain('inside: { internal: true }')
  const unit = here('isocenter-dashboard.service')
  for (const line of [
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=\n',
    'IPAddressDeny=any',
    'MemoryMax=',
    'UMask=0077',
  ])
    expect(unit).toContain(line)
  expect(unit).toMatch(/^ReadOnlyPaths=\S+\/snapshots \S+\/history$/m)
  for (const text of [container, unit]) expect(text).not.toMatch(/EnvironmentFile|env_file|PSEUDONYM|SOURCE_/)
})

test('with PostgreSQL each dashboard gets the address of its database and nothing else, and the database has no way out', () => {
  const file = 'compose.postgres.yaml'
  const secrets = (name: string) => service(name, file).match(/[\w-]+\.env\b/g)
  expect(['dashboard', 'dashboard-2', 'postgres', 'proxy'].map(secrets)).toEqual([
    ['dashboard.env'],
    ['dashboard.env'],
    ['database.env'],
    null,
  ])
  // What the first has, the second has: only the name differs.
  const second = service('dashboard-2', file).replace('    extends: { file: compose.yaml, service: dashboard }\n', '')
  expect(second).toBe(service('dashboard', file).replace(/^ +#.*\n/gm, ''))
  expect(here(file)).toContain('state: { internal: true }')
  const database = service('postgres', file)
  for (const line of ['networks: [state]', 'read_only: true', 'cap_drop: [ALL]', 'mem_limit:', "user: '999'"])
    expect(database).toContain(line)
  expect(here(file)).not.toMatch(/ports:|PSEUDONYM|SOURCE_/)
  expect(here(file)).toMatch(/dashboard:3000 dashboard-2:3000[^}]*lb_policy cookie[^}]*health_uri \/readyz/)
})

test('the unit of several dashboards is that of one with a port and a database that takes no password', () => {
  const settings = (unit: string) =>
    here(unit)
      .replace(/^#.*\n/gm, '')
      .split('\n')
  const one = settings('isocenter-dashboard.service')
  const several = settings('isocenter-dashboard@.service')
  expect(several.filter((line) => !one.includes(line))).toEqual([
    'Description=Isocenter dashboard on port %i',
    'After=network.target postgresql.service',
    'Environment=PORT=%i TRUST_PROXY=1',
    'Environment=APP_DATABASE_URL=postgresql://isocenter@localhost/isocenter?host=/run/postgresql',
    'RestartSec=5',
  ])
  expect(one.filter((line) => !several.includes(line))).toHaveLength(3)
})

test('systemd takes the units, where it is at hand', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'isocenter-units-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const files = UNITS.map((unit) => {
    const file = path.join(folder, unit)
    // Programs and folders of the units are on the machine that they are for.
    const text = here(unit).replace('/usr/bin/node', process.execPath)
    writeFileSync(file, text.replace(/^WorkingDirectory=.*$/m, `WorkingDirectory=${folder}`))
    return file
  })
  const { error, status, stderr } = spawnSync('systemd-analyze', ['verify', ...files], { encoding: 'utf8' })
  if (error) return expect((error as NodeJS.ErrnoException).code).toBe('ENOENT')
  expect([status, stderr]).toEqual([0, ''])
})

test('what runs in production asks for no development package', () => {
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> }
  const started = ['app/server/main.ts', 'etl/cli.ts']
  const seen = new Set<string>()
  const asked = new Set<string>()
  for (let file = started.pop(); file; file = started.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const [, name] of read(file).matchAll(
      /^(?:import|export)\s(?!type\s)[^'"]*?from '([^']+)'|^import '([^']+)'/gm,
    )) {
      if (name?.startsWith('#')) started.push(name.slice(1))
      else if (name?.startsWith('.')) started.push(path.relative(ROOT, path.resolve(ROOT, path.dirname(file), name)))
      else if (name)
        asked.add(
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        )
    }
  }
  expect(seen.size).toBeGreaterThan(200)
  expect([...asked].filter((name) => name in devDependencies)).toEqual([])
})
