// Every text that the database can keep is filled with one word, as if all of it told of one person; then the person is forgotten.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { anonymisePersons } from '../../src/sync/person/anonymisePersons.ts'
import { forgetPersons } from '../../src/sync/person/forgetRest.ts'
import { readSchema } from '../../testkit/database/readSchema.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { marker, markTexts, type PlantedTenant, plantMarkers } from '../strangers/plantMarkers.ts'
import { eva } from './customerWorld.ts'
import { notFree, ofNobody, stays } from './keptTexts.ts'

const { db } = await testDatabase({ after })
const schema = await readSchema(db.pool)

test('of who is forgotten nothing is left in any text, but where it is said why', async () => {
  const planted = await plantMarkers(db.pool, 'forgotten')
  // What is said only together with a moment is said now, too.
  await settle(planted)
  await markTexts(db.pool, schema, planted.tenant)
  await settle(planted)
  const texts = await columnsWith(planted.tenant, marker)
  assert.deepEqual(unplanted(texts), [], 'texts that could hold anything and hold nothing')

  const [done] = await anonymisePersons(db, planted.tenant, [planted.id('customer')], eva)
  assert.equal(done?.did, 'anonymised', JSON.stringify(done))
  await forgetPersons(db, new Date(Date.UTC(eva.now.getUTCFullYear() + 20, 0, 2)))
  const left = (await columnsWith(planted.tenant, marker)).filter(column => !isStaff(column))
  const [tables, columns] = [Object.values(ofNobody).flat(), Object.values(stays).flat()]
  assert.deepEqual(
    left.filter(column => !tables.includes(column.split('.')[0] ?? '') && !columns.includes(column)),
    [],
  )
  assert.deepEqual(
    columns.filter(column => !left.includes(column)),
    [],
    'named, and nothing is left there',
  )
})

/** Nothing of the planted row of each table is open any more, and all of them hang together as those of one person do. */
async function settle({ tenant }: PlantedTenant): Promise<void> {
  for (const statement of [
    `update company set time_zone = 'UTC' where tenant_id = $1`,
    `update customer set customer_number = 'K-1', debtor_number = '70001', merged_into = null, anonymised_at = null, forgotten_at = null where tenant_id = $1`,
    `update sales_order set delivery_state = 'completed', payment_state = 'paid', paid = total_gross, words = 'zz:' || '${marker}' where tenant_id = $1`,
    `update search_term set kind = 'customer', object_id = (select id from customer where tenant_id = $1) where tenant_id = $1`,
    `update order_term set order_id = (select id from sales_order where tenant_id = $1), field = 'zz', term = '${marker}' where tenant_id = $1`,
    `update web_order set state = 'taken_over' where tenant_id = $1`,
    `update ledger set outcome = 'taken_over' where tenant_id = $1`,
    `update ticket set ledger_id = (select id from web_order where tenant_id = $1), about_kind = 'order', about_theirs = coalesce(about_theirs, 'x')
     where tenant_id = $1`,
    `update channel_notice set about_kind = 'order', about_theirs = coalesce(about_theirs, 'x') where tenant_id = $1`,
    `update place_session set purpose = 'change', place = coalesce(place, 'x') where tenant_id = $1`,
    `update letter set ask_id = null, reply_id = null, object_id = id, kind = coalesce(kind, 'x'), object_kind = coalesce(object_kind, 'x'),
       sent = coalesce(sent, '"x"') where tenant_id = $1`,
    `update offer_adoption set state = 'failed', ended_at = now(), refused_code = coalesce(refused_code, 'x') where tenant_id = $1`,
    `update delivery_package set return_label = jsonb_build_object('carrier', 'x', 'tracking', '${marker}') where tenant_id = $1`,
    `update task set closed_at = now(), closed_by = 'x' where tenant_id = $1`,
  ])
    await db.pool.query(statement, [tenant])
}

/** The columns of a tenant's rows in which a text stands, as table.column. */
async function columnsWith(tenant: string, text: string): Promise<string[]> {
  const found: string[] = []
  for (const { name, columns } of schema.tables) {
    if (!columns.some(column => column.name === 'tenant_id')) continue
    const { rows } = await db.pool.query(
      `select distinct column_name as column from "${name}" t cross join lateral (
         select key as column_name, value from jsonb_each_text(to_jsonb(t))) as c
       where t.tenant_id = $1 and (position($2 in c.value) > 0 or position($3 in c.value) > 0)`,
      [tenant, text, Buffer.from(text).toString('hex')],
    )
    for (const { column } of rows) found.push(`${name}.${column}`)
  }
  return found.sort()
}

/** Who of those who work here did something: no word of the person. */
function isStaff(column: string): boolean {
  return /\.(actor|\w+_by)$/.test(column)
}

/** Columns that take any text and are in none of these: of the shape of the table, not of what people write. */
function unplanted(texts: readonly string[]): string[] {
  const free = ['text', 'text[]', 'jsonb']
  return schema.tables
    .filter(table => table.columns.some(column => column.name === 'tenant_id'))
    .flatMap(({ name, columns, constraints }) =>
      columns
        .filter(({ name: column, type }) => {
          const checked = constraints.some(
            ({ kind, definition }) => kind === 'check' && limits(definition, column),
          )
          return free.includes(type) && !checked
        })
        .map(column => `${name}.${column.name}`),
    )
    .filter(column => !texts.includes(column) && !isStaff(column) && !(column in notFree))
}

/** Whether a check allows only words of a list, or of a form. */
function limits(definition: string, column: string): boolean {
  return new RegExp(`\\(${column} (= ANY|~|~~|= ')`).test(definition)
}
