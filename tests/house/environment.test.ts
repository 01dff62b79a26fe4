import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readConfig as readAppConfig } from '#app/server/config.ts'
import { readConfig as readEtlConfig } from '#etl/config.ts'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

const described = new Map(
  [...read('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]*)=(.*)$/gm)].map((match) => [match[1]!, match[2]!]),
)

/** Keys of the schemas that the two configurations check the environment with, as their sources name them. */
function variablesRead(): Set<string> {
  const sources = ['etl/config.ts', 'app/server/config.ts'].map(read)
  return new Set(
    sources.flatMap((source) => [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)].map((match) => match[1]!)),
  )
}

test('.env.example describes exactly the variables that the configurations read', () => {
  expect([...described.keys()].sort()).toEqual([...variablesRead()].sort())
})

test('.env.example states the defaults that unset variables have', () => {
  const stated = Object.fromEntries(described) as NodeJS.ProcessEnv
  const unset = {} as NodeJS.ProcessEnv
  expect(readEtlConfig(stated)).toEqual(readEtlConfig(unset))
  expect(readAppConfig(stated)).toEqual(readAppConfig(unset))
})
