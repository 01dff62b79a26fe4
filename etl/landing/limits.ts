/** How large files may be; what the file check in the browser goes by too. */

/** Bytes of a text that is held whole: what a profile reads, and what the tolerant reader does. JavaScript's texts end soon behind. */
export const MOST_TEXT = 500_000_000

/** How far a packed file may expand where the environment says nothing else. */
export const UNPACKED_MOST_MB = 1000
export const UNPACKED_MOST_RATIO = 200

/** A small file may expand to so much whatever its ratio: a table of zeros is no bomb. */
export const ALWAYS_BYTES = 10_000_000
