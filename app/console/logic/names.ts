/** A name as one has to write it. */
export const written = (name: string) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`)

/** Tables of `main` go without their schema. */
export const tableName = ({ schema, name }: { schema: string; name: string }) =>
  schema === 'main' ? written(name) : `${written(schema)}.${written(name)}`
