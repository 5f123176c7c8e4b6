/** Everything that is only a list, or little more: what a shop is made of. */
import { chosen, sameNames } from '../filters.ts'
import { invalid, notFound, ShopError } from '../shopError.ts'
import type { ShopState, TableName } from '../state.ts'
import { names, numberOf, type Row, rowOf, rowsOf, textOf } from '../wire.ts'
import type { Resource } from './resource.ts'

export const lists: Readonly<Record<string, Resource>> = {
  paymentMethods: readOnly('paymentMethods', 'Payment', ['id', 'name', 'description', 'position', 'active']),
  shops: readOnly('shops', 'Shop', ['id', 'mainId', 'categoryId', 'name', 'host', 'default', 'active']),
  customerGroups: readOnly('customerGroups', 'CustomerGroup', [
    'id',
    'key',
    'name',
    'tax',
    'taxInput',
    'mode',
  ]),
  countries: readOnly('countries', 'Country', ['id', 'name', 'iso', 'iso3', 'isoName', 'active']),
  manufacturers: {
    ...readOnly('manufacturers', 'Supplier', ['id', 'name', 'image', 'link', 'description', 'metaTitle']),
    ...written('manufacturers', 'Supplier', body => ({
      name: textOf(body['name']),
      ...Object.fromEntries(
        ['image', 'link', 'description', 'metaTitle', 'metaDescription', 'metaKeywords', 'attribute']
          .filter(key => names(body, key))
          .map(key => [key, body[key] ?? null]),
      ),
    })),
  },
  propertyGroups: {
    ...readOnly('propertyGroups', 'PropertyGroup', ['id', 'name', 'position', 'comparable', 'sortMode']),
    ...written('propertyGroups', 'PropertyGroup', readGroup),
  },
  caches: {
    list: () => ({
      rows: cacheNames.map(id => ({ id, name: id, size: '0 B', files: 0 })),
      total: cacheNames.length,
    }),
    one: (_state, id) => ({ id, name: id }),
    clear: state => state.shown.clear(),
    remove(state) {
      state.shown.clear()
      return {}
    },
  },
  version: {
    index: () => ({ version: '5.7.19', revision: '202309010838' }),
    one: () => ({ version: '5.7.19', revision: '202309010838' }),
  },
  generateArticleImages: {
    one: (_state, id) => ({ id }),
    create: () => 0,
    change: (_state, id) => numberOf(id),
  },
  users: {
    list: () => ({ rows: [], total: 0 }),
    one: (_state, id) => {
      throw notFound('User', id)
    },
  },
}

const cacheNames = ['config', 'template', 'proxy', 'doctrineProxy', 'opCache', 'http', 'search', 'rewrite']

function readOnly(table: TableName, what: string, properties: readonly string[]): Resource {
  const model = { name: `Shopware\\Models\\${what}\\${what}`, properties: sameNames(...properties) }
  return {
    list(state, query) {
      const { rows, total } = chosen(model, state.tables[table].all(), query, state.quirks.unsorted)
      return { rows: rows.map(row => flat(row, properties)), total }
    },
    one(state, id) {
      return by(state, table, what, id)
    },
  }
}

// Lists show no more than the fields of the model itself.
function flat(row: Row, properties: readonly string[]): Row {
  return Object.fromEntries(properties.map(key => [key, row[key] ?? null]))
}

function written(
  table: TableName,
  what: string,
  read: (body: Row, held?: Row) => Row,
): Pick<Resource, 'create' | 'change' | 'remove'> {
  const checked = (state: ShopState, body: Row, held?: Row) => {
    const reason = state.refuse(table, held ? { ...body, id: held['id'] ?? 0 } : body)
    if (reason !== undefined) throw invalid(reason)
    if (textOf(body['name'] ?? held?.['name']) === '')
      throw invalid('name: Dieser Wert sollte nicht leer sein.')
    return read({ ...body, name: body['name'] ?? held?.['name'] ?? '' }, held)
  }
  return {
    create: (state, body) => state.tables[table].add(checked(state, body)).id,
    change(state, id, body) {
      const held = by(state, table, what, id)
      Object.assign(held, checked(state, body, held))
      return numberOf(held['id'])
    },
    remove(state, id) {
      const held = by(state, table, what, id)
      const used = table === 'manufacturers' ? 'supplierId' : 'filterGroupId'
      if (state.tables.articles.find(used, held['id'] ?? 0))
        throw new ShopError(500, `SQLSTATE[23000]: Integrity constraint violation of ${used}`)
      state.tables[table].remove(numberOf(held['id']))
      return {}
    },
  }
}

let nextOption = 1

// Options are known by their id or name; those that are not named go.
function readGroup(body: Row, held?: Row): Row {
  const before = rowsOf(held?.['options'])
  const options = names(body, 'options')
    ? rowsOf(body['options']).map(one => {
        const known = before.find(({ id, name }) => id === one['id'] || name === one['name'])
        return {
          ...known,
          id: numberOf(known?.['id']) || nextOption++,
          name: textOf(one['name'] ?? known?.['name']),
          filterable: one['filterable'] ?? known?.['filterable'] ?? true,
          values: rowsOf(known?.['values']),
        }
      })
    : before
  return {
    name: textOf(body['name']),
    position: numberOf(body['position'] ?? held?.['position']),
    comparable: body['comparable'] ?? held?.['comparable'] ?? false,
    sortMode: numberOf(body['sortMode'] ?? held?.['sortMode']),
    attribute: { ...rowOf(held?.['attribute']), ...rowOf(body['attribute']) },
    options,
  }
}

function by(state: ShopState, table: TableName, what: string, id: string): Row {
  const row = state.tables[table].get(id)
  if (!row) throw notFound(what, id)
  return row
}
