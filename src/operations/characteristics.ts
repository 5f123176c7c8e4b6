import { z } from 'zod'
import { listCharacteristics } from '../catalog/characteristicStore.ts'
import { changeCharacteristics, createCharacteristics } from '../catalog/characteristics.ts'
import { setItemCharacteristics } from '../catalog/itemCharacteristics.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { catalogProblem } from '../catalog/problems.ts'
import { described } from './described.ts'
import { changedShape, doneShape, refusedShape, version, whichItem } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { tellOfMany, tellOfOne } from './tellOfMany.ts'

const name = z.string().trim().min(1).max(255)
const sort = z
  .int()
  .min(0)
  .max(65536)
  .optional()
  .meta(described('Lower ones come first.', 'Kleinere kommen zuerst.'))
const texts = z
  .record(z.string().max(10), name)
  .optional()
  .meta(described('Names by language, such as en=Colour.', 'Namen je Sprache, etwa en=Colour.'))
const valueHelp = described(
  'Its values: [{"name": …, "sort": 0, "texts": {"en": …}}]; with "id" or by name the one that was there.',
  'Die Merkmalwerte: [{"name": …, "sort": 0, "texts": {"en": …}}]; mit „id“ oder nach Namen der bisherige.',
)
const value = z.object({ name, sort, texts })
const shownValue = z.object({ id: z.uuid(), name, sort: z.int(), texts: z.record(z.string(), name) })
const note = (_: unknown, one: { readonly id: string }) => ({
  objectKind: 'characteristic',
  objectId: one.id,
})

/** Characteristics: what shops filter by, and the values that items have. */
export const characteristicOperations: readonly Operation[] = [
  operation({
    name: 'characteristic.list',
    method: 'GET',
    path: '/characteristics',
    command: 'characteristic list',
    right: 'items.read',
    summary: {
      en: 'List the characteristics with their values',
      de: 'Die Merkmale mit ihren Werten auflisten',
    },
    input: z.object({}),
    output: z.object({
      items: z.array(shownValue.extend({ version: z.int(), values: z.array(shownValue).readonly() })),
    }),
    run: context =>
      inTransaction(context, async tx => ({ items: await listCharacteristics(tx, context.tenant) })),
  }),
  operation({
    name: 'characteristic.add',
    method: 'POST',
    path: '/characteristics',
    command: 'characteristic add <name>',
    right: 'items.write',
    summary: { en: 'Create a characteristic with its values', de: 'Ein Merkmal mit seinen Werten anlegen' },
    creates: true,
    input: z.object({
      name: name.meta(described('The name.', 'Der Name.')),
      sort,
      texts,
      values: z.array(value).max(1000).optional().meta(valueHelp),
    }),
    output: z.object({ id: z.uuid(), name, did: z.enum(['new', 'exists']) }),
    audit: note,
    run: (context, characteristic) =>
      tellOfOne(context, tx => createCharacteristics(tx, context.tenant, [characteristic])),
  }),
  operation({
    name: 'characteristic.change',
    method: 'PATCH',
    path: '/characteristics/:characteristic',
    command: 'characteristic change <characteristic>',
    right: 'items.write',
    summary: { en: 'Change a characteristic or its values', de: 'Ein Merkmal oder seine Werte ändern' },
    input: z.object({
      characteristic: z
        .string()
        .min(1)
        .max(255)
        .meta(described('Id or name of the characteristic.', 'Kennung oder Name des Merkmals.')),
      version,
      name: name.optional().meta(described('Another name.', 'Ein anderer Name.')),
      sort,
      texts,
      values: z
        .array(value.extend({ id: z.uuid().optional() }))
        .max(1000)
        .optional()
        .meta(valueHelp),
    }),
    output: changedShape,
    audit: note,
    run: (context, { characteristic, ...change }) =>
      tellOfOne(context, async tx => {
        const { tenant } = context
        const all = await listCharacteristics(tx, tenant)
        const id = all.find(one => one.id === characteristic || one.name === characteristic)?.id
        if (id === undefined) throw catalogProblem('CHARACTERISTIC_UNKNOWN', { characteristic })
        return changeCharacteristics(tx, tenant, [{ id, ...change }])
      }),
  }),
  operation({
    name: 'item.characteristics',
    method: 'PUT',
    path: '/items/:item/characteristics',
    command: 'item characteristics <item>',
    right: 'items.write',
    summary: {
      en: 'Say which values of characteristics an item has: these and no others',
      de: 'Angeben, welche Merkmalwerte ein Artikel hat: diese und keine anderen',
    },
    input: z.object({
      item: whichItem,
      values: z
        .array(z.uuid())
        .max(200)
        .default([])
        .meta(described('Ids of values.', 'Kennungen von Merkmalwerten.')),
    }),
    output: doneShape,
    audit: (_, one) => ({ objectKind: 'item', objectId: one.id }),
    run: (context, { item, values }) =>
      tellOfOne(context, async tx => {
        const itemId = await itemIdOf(tx, context.tenant, item)
        return setItemCharacteristics(tx, context.tenant, [{ itemId, valueIds: values }])
      }),
  }),
  operation({
    name: 'item.characteristics-many',
    method: 'PUT',
    path: '/items/characteristics',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Say which values of characteristics up to 1,000 items have',
      de: 'Angeben, welche Merkmalwerte bis zu 1.000 Artikel haben',
    },
    input: z.object({
      items: z
        .array(z.object({ itemId: z.uuid(), valueIds: z.array(z.uuid()).max(200) }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([doneShape, refusedShape])) }),
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) => tellOfMany(context, tx => setItemCharacteristics(tx, context.tenant, items)),
  }),
]
