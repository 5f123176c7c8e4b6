import { posix } from 'node:path'
import { hiddenFromConnectors, roomOf, rooms } from './rooms.ts'

/** One import or re-export as it stands in a file. */
export interface Import {
  /** As written. */
  readonly from: string
  readonly kind: 'value' | 'type' | 'dynamic' | 'reexport'
}

/**
 * Checks the imports of all files (path → text) against the table of rooms: no import across a border that the table
 * does not open, no barrel file but the one of a connector, no circle of imports. Returns one sentence per violation.
 */
export function checkImports(files: ReadonlyMap<string, string>): string[] {
  const imports = new Map([...files].map(([path, text]) => [path, readImports(text)] as const))
  return [
    ...[...imports].flatMap(([path, list]) => [
      ...homeless(path),
      ...barrel(path, list),
      ...list.flatMap(one => border(path, one)),
    ]),
    ...circles(imports),
  ]
}

/**
 * The imports of one file. The formatter puts every static import at the start of a line, so this needs no parser; a
 * dynamic import counts where its path is written out.
 */
export function readImports(text: string): Import[] {
  const found: Import[] = []
  const statement = /^(import|export)\b(\s+type\b)?(?:[^'"`;()=]*?\bfrom)?\s*(['"])([^'"\n]+)\3/gm
  for (const [, verb, type, , from = ''] of text.matchAll(statement))
    found.push({ from, kind: verb === 'export' ? 'reexport' : type ? 'type' : 'value' })
  for (const [, , from = ''] of text.matchAll(/\bimport\(\s*(['"])([^'"\n]+)\1/g))
    found.push({ from, kind: 'dynamic' })
  return found
}

function homeless(path: string): string[] {
  return roomOf(path) || !path.includes('/') ? [] : [`${path} lies in no room of test/house/rooms.ts`]
}

function barrel(path: string, imports: readonly Import[]): string[] {
  if (
    /^(src\/connectors\/[^/]+|testkit\/[^/]+\/connector|test\/.+\/(connectors\/[^/]+|marketplace))\/index\.ts$/.test(
      path,
    )
  )
    return []
  if (/(^|\/)index\.(ts|tsx)$/.test(path) && !path.startsWith('web/'))
    return [`${path} is a barrel file: import from the file that has it`]
  return imports
    .filter(one => one.kind === 'reexport')
    .map(one => `${path} passes on ${one.from}: import from the file that has it`)
}

function border(path: string, one: Import): string[] {
  const here = roomOf(path)
  const target = resolve(path, one.from)
  if (!here) return []
  const test = path.endsWith('.test.ts') || path.includes('/fixtures/')
  if (here.room === 'connectors' && !test && hiddenFromConnectors.test(target ?? one.from))
    return [`${path} imports ${target ?? one.from}: a connector never sees database, keys or environment`]
  const there = target === undefined ? undefined : roomOf(target)
  if (target === undefined || !there) return []
  if (there.room === here.room)
    return there.system === here.system || there.system === undefined || here.system === undefined
      ? []
      : [`${path} imports ${target}: a connector must not know another`]
  const allowed = rooms[here.room] ?? []
  if (here.room === 'web' && one.kind !== 'type')
    return [`${path} imports ${target}: web/ may import types of the API only`]
  if (
    allowed === 'all' ||
    allowed.includes(there.room) ||
    (test && ['testkit', 'testDatabase'].includes(there.room))
  )
    return []
  return [`${path} imports ${target}: ${here.room} may import ${allowed.join(', ') || 'nothing'}`]
}

/** The path of a relative import from the project's folder; undefined for packages. */
function resolve(path: string, from: string): string | undefined {
  return from.startsWith('.') ? posix.join(posix.dirname(path), from) : undefined
}

/** Circles over imports that exist at run time. Each is named once, from its first file in alphabetical order. */
function circles(imports: ReadonlyMap<string, readonly Import[]>): string[] {
  const next = (path: string) =>
    (imports.get(path) ?? [])
      .filter(one => one.kind === 'value' || one.kind === 'reexport')
      .map(one => resolve(path, one.from))
      .filter(target => target !== undefined)
      .filter(target => imports.has(target))
  const done = new Set<string>()
  const trail: string[] = []
  const found = new Set<string>()
  const visit = (path: string): void => {
    const at = trail.indexOf(path)
    if (at >= 0) {
      const circle = trail.slice(at)
      const first = circle.indexOf([...circle].sort()[0] ?? path)
      const turned = [...circle.slice(first), ...circle.slice(0, first)]
      found.add(`circle of imports: ${[...turned, turned[0]].join(' → ')}`)
      return
    }
    if (done.has(path)) return
    trail.push(path)
    for (const target of next(path)) visit(target)
    trail.pop()
    done.add(path)
  }
  for (const path of [...imports.keys()].sort()) visit(path)
  return [...found]
}
