import { Rejected } from '../port/errors.ts'

/**
 * Looks at what a shop shows of objects. Refused as a whole, the list is halved down to the objects of which the shop will not
 * say anything: these have its refusal in their place, and keep nobody else from being looked at. Other errors pass through.
 */
export async function readShown<Asked, Shown>(
  list: readonly Asked[],
  read: (list: readonly Asked[]) => Promise<readonly Shown[]>,
): Promise<readonly (Shown | Rejected)[]> {
  try {
    return await read(list)
  } catch (error) {
    if (!(error instanceof Rejected) || list.length === 0) throw error
    if (list.length === 1) return [error]
    const middle = list.length >> 1
    const first = await readShown(list.slice(0, middle), read)
    return [...first, ...(await readShown(list.slice(middle), read))]
  }
}
