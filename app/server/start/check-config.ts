// Run by `npm start` as soon as packages are there: a wrong variable should not be found after minutes of loading.
import { ensureWritable, readConfig } from '../config.ts'
import { AppError } from '../errors.ts'
import { readMapping } from '../oidc/mapping.ts'

try {
  const { dataDir, oidc, secondFactorRoles } = readConfig(process.env)
  if (oidc) await readMapping(oidc.mappingFile, secondFactorRoles)
  await ensureWritable(dataDir)
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
