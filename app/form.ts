/**
 * What was posted. @throws {Response} 400 where the body is not what its type says: parts without their boundary, or cut
 * short. Whoever sends it made a mistake, not we.
 */
export async function formOf(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch {
    throw new Response('The form cannot be read.\n', { status: 400, headers: { 'Content-Type': 'text/plain' } })
  }
}
