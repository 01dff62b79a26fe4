/** Rows of a part of the result, where the server draws it. */
export const STATIC_PAGE = 100
