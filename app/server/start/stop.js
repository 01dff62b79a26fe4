/** A reason to end `npm start` or `npm test`: one line that says what is wrong and how to mend it. */
export class Stop extends Error {
  /**
   * @param {string} message
   * @param {number} status exit status: 2 wrong configuration or surroundings, 1 something failed on the way, 0 all was said
   */
  constructor(message, status) {
    super(message)
    this.name = 'Stop'
    this.code = 'start/stop'
    this.status = status
  }
}
