import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const base = { esbuild: { jsx: 'automatic' as const } }
// A time zone that is neither UTC nor China's: a test that hangs on the machine's clock fails here, not in the field.
process.env.TZ = 'America/St_Johns'

export default defineConfig({
  test: {
    projects: [
      {
        ...base,
        test: {
          name: 'unit',
          include: ['tests/{house,etl,queries,app}/**/*.test.{ts,tsx}'],
          environment: 'node',
          setupFiles: ['tests/support/setup.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          // By itself the runner leaves a core idle: of two that was half of all.
          maxWorkers: availableParallelism(),
          // Projects with other numbers of workers take their turns.
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        ...base,
        test: {
          name: 'postgres',
          // What keeps state of the application, once more on PostgreSQL, and what is asked of PostgreSQL alone.
          include: [
            'tests/postgres/**/*.test.ts',
            'tests/app/server/{sign-in,cases,saved-plans}.test.ts',
            'tests/app/server/{audit,people}/*.test.ts',
            'tests/app/sql/{store,refused-export}.test.ts',
          ],
          environment: 'node',
          setupFiles: ['tests/support/setup.ts'],
          globalSetup: ['tests/support/postgres-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        ...base,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/e2e/global-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
