import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const here = (file: string) => read(`docs/deployment/${file}`)
const UNITS = ['isocenter-dashboard.service', 'isocenter-schedule.service']

/** A service of the compose file, as text. */
const service = (name: string) =>
  new RegExp(`^  ${name}:\\n((?: {4}.*\\n|\\n)+)`, 'm').exec(here('compose.yaml'))?.[1] ?? ''

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
    ...UNITS.flatMap((unit) => here(unit).match(/^Environment=.*$/gm) ?? []),
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
