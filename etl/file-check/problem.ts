/** What is wrong with a profile: where in the JSON, and what to do. */
export interface ProfileProblem {
  path: string
  message: string
}
