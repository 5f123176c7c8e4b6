import { z } from 'zod'
import { requireRights } from '../company/users.ts'
import { csvFields, titleOf } from '../sync/csv/csvFields.ts'
import { csvKinds } from '../sync/csv/csvSettings.ts'
import { listTemplates, removeTemplate, saveTemplate } from '../sync/csv/csvTemplates.ts'
import { namesForFields } from '../sync/csv/exportRecords.ts'
import { rightsOfKind } from '../sync/csv/rowKinds.ts'
import { described } from './described.ts'
import { settingsShape } from './importShapes.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

/** A template as API, terminal and screen show it. */
export const templateShape = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(csvKinds),
  settings: settingsShape,
  version: z.int(),
})
const kind = z.enum(csvKinds).meta(described('What the files are about.', 'Worum es in den Dateien geht.'))
/** A field that a column can mean. */
export const fieldShape = z.object({
  field: z.string(),
  column: z.string(),
  type: z.string(),
  /** What the * in it can stand for, of what there is; null: it has none. */
  names: z.array(z.string()).readonly().nullable(),
})
const note = (_: unknown, template: { readonly id: string }) => ({
  objectKind: 'csv_template',
  objectId: template.id,
})

/** Templates: how files of one source are read. */
export const csvTemplateOperations: readonly Operation[] = [
  operation({
    name: 'csv-template.list',
    method: 'GET',
    path: '/csv-templates',
    command: 'csv-template list',
    right: 'items.read',
    summary: { en: 'List the templates for CSV files', de: 'Die Vorlagen für CSV-Dateien auflisten' },
    input: z.object({}),
    output: z.object({ items: z.array(templateShape) }),
    run: context => inTransaction(context, async tx => ({ items: await listTemplates(tx, context.tenant) })),
  }),
  operation({
    name: 'csv-template.save',
    method: 'PUT',
    path: '/csv-templates/:name',
    command: 'csv-template save <name>',
    right: 'items.write',
    summary: {
      en: 'Make or change a template for CSV files',
      de: 'Eine Vorlage für CSV-Dateien anlegen oder ändern',
    },
    input: z.object({
      name: z.string().trim().min(1).max(200).meta(described('Its name.', 'Ihr Name.')),
      kind,
      settings: settingsShape.meta(
        described(
          'Columns with fields, format and so on; what is absent is found out of the file.',
          'Spalten mit Feldern, Format und so weiter; was fehlt, zeigt die Datei.',
        ),
      ),
    }),
    output: templateShape,
    audit: note,
    run: (context, template) => inTransaction(context, tx => saveTemplate(tx, context.tenant, template)),
  }),
  operation({
    name: 'csv-template.remove',
    method: 'DELETE',
    path: '/csv-templates/:template',
    command: 'csv-template remove <template>',
    right: 'items.write',
    summary: { en: 'Remove a template for CSV files', de: 'Eine Vorlage für CSV-Dateien entfernen' },
    input: z.object({
      template: z.string().min(1).max(200).meta(described('Its id or name.', 'Ihre Kennung oder ihr Name.')),
    }),
    output: templateShape,
    audit: note,
    run: (context, { template }) =>
      inTransaction(context, tx => removeTemplate(tx, context.tenant, template)),
  }),
  operation({
    name: 'import.fields',
    method: 'GET',
    path: '/csv-fields/:kind',
    command: 'import fields <kind>',
    right: 'signedIn',
    summary: {
      en: 'List the fields that columns of CSV files can mean',
      de: 'Die Felder auflisten, die Spalten von CSV-Dateien bedeuten können',
    },
    input: z.object({ kind }),
    output: z.object({
      items: z.array(fieldShape),
    }),
    run: (context, given) =>
      inTransaction(context, async tx => {
        requireRights(context.actor, [rightsOfKind[given.kind].read])
        const names = await namesForFields(tx, context.tenant, given.kind, 'usable')
        // A first text in one of these has to be possible.
        const languages = [...new Set([...names.language, 'de', 'en'])].sort()
        return {
          items: csvFields[given.kind].map(known => ({
            field: known.field,
            column: titleOf({ known, field: known.field, about: '*' }, context.language),
            type: known.type,
            names: known.of ? (known.of === 'language' ? languages : names[known.of]) : null,
          })),
        }
      }),
  }),
]
