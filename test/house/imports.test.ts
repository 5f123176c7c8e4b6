import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkImports, readImports } from './checkImports.ts'
import { codeOf, projectFiles } from './projectFiles.ts'

test('every import stays within what its room may import', async () => {
  const files = codeOf(await projectFiles())
  assert.ok(
    [...files.keys()].some(path => path.startsWith('src/base/')),
    'the files were found',
  )
  assert.deepEqual(checkImports(files), [])
})

const violations: Record<string, Record<string, string>> = {
  'an area that imports the engine': {
    'src/sales/takeOver.ts': "import { importOrders } from '../sync/importOrders.ts'",
  },
  'base that imports an area': { 'src/base/money.ts': "import type { Item } from '../catalog/item.ts'" },
  'the engine that imports a connector': {
    'src/sync/importOrders.ts': "import { shop } from '../connectors/shop/index.ts'",
  },
  'a connector that imports another': {
    'src/connectors/ebay/map.ts': "import { map } from '../amazon/map.ts'",
  },
  'a connector that opens the database': {
    'src/connectors/ebay/api.ts': "import { openDatabase } from '../../base/database.ts'",
  },
  'a connector that takes the driver': { 'src/connectors/ebay/api.ts': "import pg from 'pg'" },
  'a simulator that imports its connector': {
    'testkit/jtlShop/server.ts': "import type { Order } from '../../src/connectors/jtlShop/payloads.ts'",
  },
  'a connector that imports the testkit outside a test': {
    'src/connectors/ebay/api.ts': "import { server } from '../../../testkit/ebay/server.ts'",
  },
  'a dynamic import across a border': {
    'src/port/httpClient.ts': "const late = await import('../sync/importOrders.ts')",
  },
  'an import over several lines': {
    'src/stock/allocate.ts': "import {\n  type Order,\n  orders,\n} from '../sales/orders.ts'",
  },
  'the browser with a value of the server': {
    'web/main.tsx': "import { routes } from '../src/server/routes.ts'",
  },
  'a barrel file': { 'src/sales/index.ts': 'export const nothing = 1' },
  'a file that passes on another': { 'src/sales/orders.ts': "export * from './takeOver.ts'" },
  'a folder that is no room': { 'src/common/helpers.ts': 'export const help = 1' },
  'a circle of imports': {
    'src/sales/a.ts': "import { b } from './b.ts'",
    'src/sales/b.ts': "import { c } from './c.ts'",
    'src/sales/c.ts': "import { a } from './a.ts'",
  },
}

for (const [name, files] of Object.entries(violations))
  test(`the import rules find ${name}`, () => {
    const found = checkImports(new Map(Object.entries(files)))
    assert.equal(found.length, 1, found.join('\n'))
  })

test('the import rules let through what the table allows', () => {
  const files = new Map([
    [
      'src/sales/a.ts',
      "import { transact } from '../base/database.ts'\nimport type { B } from './b.ts'\nimport pg from 'pg'",
    ],
    ['src/sales/b.ts', "import { a } from './a.ts'"],
    ['src/sales/a.test.ts', "import { testDatabase } from '../../testkit/database/testDatabase.ts'"],
    ['src/connectors/ebay/index.ts', "export { ebay } from './ebay.ts'"],
    ['src/main.ts', "import { ebay } from './connectors/ebay/index.ts'"],
    ['web/main.tsx', "import type { Routes } from '../src/server/routes.ts'"],
  ])
  assert.deepEqual(checkImports(files), [])
})

test('text that only looks like an import is none', () => {
  const text = "// import { a } from './a.ts'\nconst sql = `select x\n  from 'y'`\nexport const from = 'z'\n"
  assert.deepEqual(readImports(text), [])
})
