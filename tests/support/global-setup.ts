import { bundleSandbox } from '#app/server/sql/sandbox/bundle.js'

/** What tests of the console start as processes, from the sources as they are now. */
export default bundleSandbox
