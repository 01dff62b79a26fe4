/** Text as an SQL literal, for statements that cannot take it as a parameter. */
export const literal = (value: string) => `'${value.replaceAll("'", "''")}'`
