import type { Tx } from '../../base/database.ts'
import { newId } from '../../base/ids.ts'
import { fieldOf } from './csvFields.ts'
import type { CsvKind, CsvWish } from './csvSettings.ts'
import { csvProblem } from './problems.ts'

/** How files of one source are read and written, under a name. */
export interface CsvTemplate {
  readonly id: string
  readonly name: string
  readonly kind: CsvKind
  readonly settings: CsvWish
  readonly version: number
}

const columns = 'id, name, kind, settings, version'

/** All templates by name; a tenant has tens of them. */
export function listTemplates(tx: Tx, tenant: string): Promise<CsvTemplate[]> {
  return tx.query<CsvTemplate>(`select ${columns} from csv_template where tenant_id = $1 order by name`, [
    tenant,
  ])
}

/** A template by id or name. Throws CSV_TEMPLATE_UNKNOWN. */
export async function readTemplate(tx: Tx, tenant: string, idOrName: string): Promise<CsvTemplate> {
  const [row] = await tx.query<CsvTemplate>(
    `select ${columns} from csv_template where tenant_id = $1 and (id::text = $2 or name = $2)`,
    [tenant, idOrName],
  )
  if (!row) throw csvProblem('CSV_TEMPLATE_UNKNOWN', { template: idOrName })
  return row
}

/** Makes a template, or changes the one of that name. Throws CSV_FIELD_UNKNOWN. */
export async function saveTemplate(
  tx: Tx,
  tenant: string,
  template: Pick<CsvTemplate, 'name' | 'kind' | 'settings'>,
): Promise<CsvTemplate> {
  const { name, kind, settings } = template
  for (const { column, field } of settings.columns ?? [])
    if (!fieldOf(kind, field)) throw csvProblem('CSV_FIELD_UNKNOWN', { column, field })
  await tx.run(
    `insert into csv_template (tenant_id, id, name, kind, settings) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, name) do update
       set kind = excluded.kind, settings = excluded.settings, version = csv_template.version + 1, changed_at = now()`,
    [tenant, newId(), name, kind, JSON.stringify(settings)],
  )
  return readTemplate(tx, tenant, name)
}

/** Takes a template away; imports that were read by it keep what it said. Throws CSV_TEMPLATE_UNKNOWN. */
export async function removeTemplate(tx: Tx, tenant: string, idOrName: string): Promise<CsvTemplate> {
  const template = await readTemplate(tx, tenant, idOrName)
  await tx.run('delete from csv_template where tenant_id = $1 and id = $2', [tenant, template.id])
  return template
}
