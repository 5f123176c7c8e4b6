import { type Changed, changedTogether } from '../../base/changed.ts'
import { TryAgain } from '../../base/database.ts'
import { type CategoryChange, changeCategories } from '../../catalog/categories.ts'
import { type CategoryText, readCategoryTexts } from '../../catalog/categoryStore.ts'
import { categoriesOfPaths, pathKey } from './categoryPaths.ts'
import { type MappedRow, writePaths } from './mapRow.ts'
import { type RowKind, type RowResult, refusal, textOf } from './rowKind.ts'

/** Rows about categories, each named by its path from the top. What lies above a new one is made with it. */
export const categoryRows: RowKind = {
  async resolve(tx, of, rows) {
    const paths = rows.map(pathOf)
    const { ids } = await categoriesOfPaths(
      tx,
      of.tenant,
      paths.filter(path => path !== undefined),
      false,
    )
    return rows.map((row, at) => {
      const path = paths[at]
      if (!path) return refusal(row, 'CSV_IDENTIFICATION_MISSING', { columns: 'path' })
      const object = writePaths([path])
      const id = ids.get(pathKey(path))
      if (id === undefined && of.settings.onlyKnown) return refusal(row, 'CSV_NOT_KNOWN', { object })
      if (
        id === undefined &&
        !of.settings.makeMissing &&
        path.length > 1 &&
        !ids.has(pathKey(path.slice(0, -1)))
      )
        return refusal(row, 'CATEGORY_UNKNOWN', { category: writePaths([path.slice(0, -1)]) })
      return { row, key: pathKey(path), object, id, ids: {} }
    })
  },
  async write(tx, of, rows) {
    const changed: Changed[] = []
    const fresh = rows.flatMap(({ row, id }) => (id === undefined ? [pathOf(row) ?? []] : []))
    const places = await categoriesOfPaths(tx, of.tenant, fresh, true)
    changed.push(places.changed)
    const ids = rows.map(({ row, id }) => id ?? places.ids.get(pathKey(pathOf(row) ?? [])) ?? '')
    const names = new Map(rows.map(({ row }, at) => [ids[at] ?? '', (pathOf(row) ?? []).at(-1) ?? '']))
    const stored = await readCategoryTexts(tx, of.tenant, ids)
    const textNames = new Map(stored.map(one => [`${one.categoryId} ${one.language}`, one.text.name]))
    const done = await changeCategories(
      tx,
      of.tenant,
      rows.map(({ row }, at): CategoryChange => {
        const id = ids[at] ?? ''
        if (id === '') throw new TryAgain('a category was made meanwhile')
        const sort = row.cells.get('sort')
        const active = row.cells.get('active')
        const texts = textsOf(row, language => textNames.get(`${id} ${language}`) ?? names.get(id) ?? '')
        return {
          id,
          ...(typeof sort === 'number' ? { sort } : {}),
          ...(typeof active === 'boolean' ? { active } : {}),
          ...(texts ? { texts } : {}),
        }
      }),
    )
    changed.push(done.changed)
    return {
      results: rows.map((row, at): RowResult => {
        const result = done.results[at]
        if (result?.did === 'refused') return { did: 'refused', code: result.code, data: result.data }
        // Made for the sake of one below it in the same list, it is new all the same.
        if (row.id === undefined) return { did: 'new' }
        return { did: result?.did ?? 'unchanged' }
      }),
      changed: changedTogether(...changed),
    }
  },
  async snapshot(tx, of, rows) {
    const paths = rows.flatMap(({ row }) => {
      const path = pathOf(row)
      return path ? [path] : []
    })
    const { ids } = await categoriesOfPaths(tx, of.tenant, paths, false)
    const values = await valuesOfCategories(tx, of.tenant, [...ids.values()])
    return new Map(
      rows.flatMap(({ key, object }) => {
        const found = values.get(ids.get(key) ?? '')
        return found ? [[key, new Map([...found, ['path', object]])] as const] : []
      }),
    )
  },
}

function pathOf({ cells }: MappedRow): readonly string[] | undefined {
  const paths = cells.get('path')
  return Array.isArray(paths) ? (paths[0] as readonly string[] | undefined) : undefined
}

function textsOf(
  row: MappedRow,
  nameIn: (language: string) => string,
): Record<string, CategoryText> | undefined {
  const texts = new Map<string, Record<string, string>>()
  for (const field of row.cells.keys()) {
    const [what, language = '', part = ''] = field.split('.')
    if (what !== 'texts') continue
    const text = texts.get(language) ?? {}
    text[part] = textOf(row, field) ?? ''
    texts.set(language, text)
  }
  if (texts.size === 0) return undefined
  return Object.fromEntries(
    [...texts].map(
      ([language, text]) => [language, { ...text, name: text['name'] ?? nameIn(language) }] as const,
    ),
  )
}

/** Values of categories by id and field, as text. */
export async function valuesOfCategories(
  tx: Parameters<typeof readCategoryTexts>[0],
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Map<string, string>>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; sort: number; active: boolean }>(
    'select id, sort, active from category where tenant_id = $1 and id = any($2::uuid[])',
    [tenant, ids],
  )
  const values = new Map(
    rows.map(row => [
      row.id,
      new Map([
        ['sort', String(row.sort)],
        ['active', String(row.active)],
      ]),
    ]),
  )
  for (const { categoryId, language, text } of await readCategoryTexts(tx, tenant, ids))
    for (const [part, value] of Object.entries(text))
      if (value !== '') values.get(categoryId)?.set(`texts.${language}.${part}`, String(value))
  return values
}
