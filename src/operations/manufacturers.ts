import { z } from 'zod'
import {
  changeManufacturers,
  countManufacturers,
  createManufacturers,
  listManufacturers,
  manufacturerIdOf,
} from '../catalog/manufacturers.ts'
import { described } from './described.ts'
import { changedShape, refusedShape, version } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { tellOfMany, tellOfOne } from './tellOfMany.ts'

const name = z.string().trim().min(1).max(255).meta(described('The name.', 'Der Name.'))
const url = z.string().trim().max(2000)
const urlHelp = described('Their address on the web.', 'Ihre Adresse im Netz.')
const text = z.object({ description: z.string().max(200_000) })
const textHelp = described(
  'Texts by language: {"de": {"description": …}}.',
  'Texte je Sprache: {"de": {"description": …}}.',
)
const fresh = {
  name,
  url: url.optional().meta(urlHelp),
  texts: z.record(z.string().max(10), text).optional().meta(textHelp),
}
const changes = {
  version,
  name: name.optional(),
  url: url.nullable().optional().meta(urlHelp),
  texts: z.record(z.string().max(10), text.nullable()).optional().meta(textHelp),
}
const created = z.object({ id: z.uuid(), name: z.string(), did: z.enum(['new', 'exists']) })
const shape = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string().nullable(),
  version: z.int(),
  texts: z.record(z.string(), text),
})
const note = (_: unknown, one: { readonly id: string }) => ({ objectKind: 'manufacturer', objectId: one.id })
const countNote = (input: { readonly manufacturers: readonly unknown[] }) => ({
  objectKind: 'manufacturer',
  data: { count: input.manufacturers.length },
})

/** Manufacturers: who makes items. */
export const manufacturerOperations: readonly Operation[] = [
  operation({
    name: 'manufacturer.list',
    method: 'GET',
    path: '/manufacturers',
    command: 'manufacturer list',
    right: 'items.read',
    summary: { en: 'List or search the manufacturers', de: 'Die Hersteller auflisten oder suchen' },
    input: z.object({
      ...pageInput,
      search: z
        .string()
        .trim()
        .max(200)
        .optional()
        .meta(described('A part of the name.', 'Ein Teil des Namens.')),
    }),
    output: pageOf(shape),
    run: (context, { after, limit, search }) =>
      inTransaction(context, async tx => {
        const rows = await listManufacturers(tx, context.tenant, { after, limit: limit + 1, search })
        return asPage(rows, limit, await countManufacturers(tx, context.tenant, search, countLimit + 1))
      }),
  }),
  operation({
    name: 'manufacturer.add',
    method: 'POST',
    path: '/manufacturers',
    command: 'manufacturer add <name>',
    right: 'items.write',
    summary: { en: 'Create a manufacturer', de: 'Einen Hersteller anlegen' },
    creates: true,
    input: z.object(fresh),
    output: created,
    audit: note,
    run: (context, manufacturer) =>
      tellOfOne(context, tx => createManufacturers(tx, context.tenant, [manufacturer])),
  }),
  operation({
    name: 'manufacturer.add-many',
    method: 'POST',
    path: '/manufacturers/bulk',
    command: null,
    right: 'items.write',
    summary: { en: 'Create up to 1,000 manufacturers', de: 'Bis zu 1.000 Hersteller anlegen' },
    creates: true,
    input: z.object({ manufacturers: z.array(z.object(fresh)).min(1).max(1000) }),
    output: z.object({ items: z.array(z.union([created, refusedShape])) }),
    audit: countNote,
    run: (context, { manufacturers }) =>
      inTransaction(context, async tx => ({
        items: (await createManufacturers(tx, context.tenant, manufacturers)).results,
      })),
  }),
  operation({
    name: 'manufacturer.change',
    method: 'PATCH',
    path: '/manufacturers/:manufacturer',
    command: 'manufacturer change <manufacturer>',
    right: 'items.write',
    summary: { en: 'Change a manufacturer', de: 'Einen Hersteller ändern' },
    input: z.object({
      manufacturer: z
        .string()
        .min(1)
        .max(255)
        .meta(described('Id or name of the manufacturer.', 'Kennung oder Name des Herstellers.')),
      ...changes,
    }),
    output: changedShape,
    audit: note,
    run: (context, { manufacturer, ...change }) =>
      tellOfOne(context, async tx => {
        const id = await manufacturerIdOf(tx, context.tenant, manufacturer)
        return changeManufacturers(tx, context.tenant, [{ id, ...change }])
      }),
  }),
  operation({
    name: 'manufacturer.change-many',
    method: 'PATCH',
    path: '/manufacturers/bulk',
    command: null,
    right: 'items.write',
    summary: { en: 'Change up to 1,000 manufacturers', de: 'Bis zu 1.000 Hersteller ändern' },
    input: z.object({
      manufacturers: z
        .array(z.object({ id: z.uuid(), ...changes }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([changedShape, refusedShape])) }),
    audit: countNote,
    run: (context, { manufacturers }) =>
      tellOfMany(context, tx => changeManufacturers(tx, context.tenant, manufacturers)),
  }),
]
