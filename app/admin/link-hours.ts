/** Hours within which a link that sets a password must be used. */
export const LINK_HOURS = 24
