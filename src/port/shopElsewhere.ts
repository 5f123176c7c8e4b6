import { PortError } from './errors.ts'

/**
 * Folders of a host in which a shop may lie, where none lies in that one: those above it, nearest first, the root, and then usual `names`
 * (`/shop/`); `most` of them. `tried` ends with a slash.
 */
function otherFolders(tried: string, names: readonly string[], most: number): readonly string[] {
  const { origin, pathname } = new URL(tried)
  const parts = pathname.split('/').filter(Boolean)
  const above = parts
    .map(
      (_part, at) =>
        `/${parts
          .slice(0, at)
          .map(part => `${part}/`)
          .join('')}`,
    )
    .reverse()
  const folders = [...above, '/', ...names].map(path => `${origin}${path}`)
  return [...new Set(folders)].filter(folder => folder !== tried).slice(0, most)
}

/**
 * The first of them where `probe` finds a shop; undefined where none does. A folder that does not answer is passed over: the error of the
 * first address is what counts. Throws what is no error of the port.
 */
export async function shopElsewhere(
  tried: string,
  { names, most }: { readonly names: readonly string[]; readonly most: number },
  probe: (url: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const folder of otherFolders(tried, names, most))
    if (await probe(folder).catch(ofThePort)) return folder
  return undefined
}

function ofThePort(error: unknown): false {
  if (error instanceof PortError) return false
  throw error
}
