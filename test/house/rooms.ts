/**
 * The table of ARCHITECTURE.md as data: which room may import which. Every room may import itself. What is not in the
 * table does not exist, so a new folder needs a line here.
 */
export const rooms: Readonly<Record<string, readonly string[] | 'all'>> = (() => {
  const areas = ['base', 'company', 'catalog', 'stock', 'customers', 'sales', 'documents', 'port', 'channels']
  return {
    base: [],
    company: ['base'],
    catalog: ['base', 'company'],
    stock: ['base', 'catalog'],
    customers: ['base', 'company'],
    sales: ['base', 'company', 'catalog', 'stock', 'customers'],
    documents: ['base', 'company', 'customers', 'sales'],
    port: ['base'],
    channels: ['base', 'port'],
    connectors: ['base', 'port'],
    sync: areas,
    worker: ['base', 'sync'],
    operations: [...areas, 'sync'],
    server: [...areas, 'sync', 'operations'],
    cli: [...areas, 'sync', 'operations', 'worker', 'server'],
    wiring: 'all',
    testkit: ['base', 'port'],
    // Makes tenants by the verb that the product uses; not for simulators.
    testDatabase: ['base', 'port', 'company'],
    examples: ['base', 'testkit'],
    bench: 'all',
    test: 'all',
    bin: 'all',
    // Types of the API only; they vanish before the browser sees them.
    web: ['operations', 'server'],
  }
})()

/** The rooms that lie beside src/. */
const outside = new Set(['testkit', 'examples', 'bench', 'test', 'bin', 'web'])

/** What no connector may touch: it never sees the database, the keys or the environment. */
export const hiddenFromConnectors =
  /^(pg|pg-.*|kysely|src\/base\/(database|migrate|keyring|config)\.ts|src\/base\/(embedded|generated)\/.*)$/

/** The room of a file by its path, and within connectors the system: `undefined` where it lies in no room. */
export function roomOf(path: string): { readonly room: string; readonly system?: string } | undefined {
  if (path === 'src/main.ts' || path === 'src/registry.ts') return { room: 'wiring' }
  if (path.startsWith('testkit/database/')) return { room: 'testDatabase' }
  const [top = '', second = '', third] = path.split('/')
  if (top === 'src' && second === 'connectors' && third !== undefined)
    return { room: 'connectors', system: third }
  if (outside.has(top)) return { room: top }
  return top === 'src' && Object.hasOwn(rooms, second) && !outside.has(second) ? { room: second } : undefined
}
