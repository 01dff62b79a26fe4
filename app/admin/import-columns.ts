/** Columns of a file of people, all of them and no other; lists are parted by semicolons. */
export const IMPORT_COLUMNS = ['user_name', 'display_name', 'roles', 'scope_kind', 'scope_values'] as const
