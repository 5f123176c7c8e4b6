// Texts and attributes of many items at once, the same filter as the list's, and edits whose process dies.
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { bulkEditChore, bulkEditTask } from '../../src/worker/bulkEdits.ts'
import { tradeServer } from './tradeServer.ts'

const { server, db, database, world, call } = await tradeServer({ after }, { items: 1200, onHand: '0' })
const { tenant, items, channels } = world
const channel = channels[0]?.channel ?? ''

/** Everything that texts and attributes say of the first items. */
const words = () =>
  transact(db, { tenant }, tx =>
    tx.query(
      `select i.item_number,
         (select json_agg(json_build_array(t.language, t.name, t.short_description, t.path) order by t.language) from item_text t
          where t.tenant_id = $1 and t.item_id = i.id) as texts,
         (select json_agg(json_build_array(t.language, t.name, t.short_description) order by t.language) from item_channel_text t
          where t.tenant_id = $1 and t.item_id = i.id) as there,
         (select json_agg(json_build_array(d.name, a.language, a.value) order by d.name, a.language) from item_attribute a
          join attribute d on d.tenant_id = $1 and d.id = a.attribute_id
          where a.tenant_id = $1 and a.item_id = i.id) as attributes
       from item i where i.tenant_id = $1 and i.id = any($2::uuid[]) order by i.id`,
      [tenant, items.slice(0, 3)],
    ),
  )

test('texts and attributes of many are seen before, changed, and taken back exactly', async () => {
  const { items: attributes } = await call('PUT', '/attributes', {
    attributes: [{ name: 'Farbe' }, { name: 'Pflege', translated: true }, { name: 'Breite', kind: 'number' }],
  })
  const [, care] = attributes
  await call('PATCH', '/items/ART-1', {
    texts: { de: { name: 'Eins', shortDescription: 'alt', path: 'eins' }, en: { name: 'One' } },
  })
  await call('PUT', '/items/ART-1/attributes', { values: { [care.id]: { de: 'kalt', en: 'cold' } } })
  const before = await words()
  const wish = {
    items: ['ART-1', 'ART-2', 'ART-3'],
    text: ['de.shortDescription=neu', 'de.path='],
    attribute: ['Farbe=rot', 'Pflege:de=warm', 'Breite=12.5'],
  }
  const preview = await call('POST', '/bulk-edits/preview', wish)
  assert.deepEqual([preview.found, preview.looked, preview.items.length], [3, 3, 3])
  const second = preview.items.find((item: { itemNumber: string }) => item.itemNumber === 'ART-2')
  assert.deepEqual(
    second.fields.map(({ field, before, after }: Record<string, unknown>) => [
      String(field).replace(/[0-9a-f-]{36}/, id => preview.names[id]),
      before,
      after,
    ]),
    [
      ['text - de name', '', 'Artikel 2'],
      ['text - de shortDescription', '', 'neu'],
      ['attribute Farbe -', null, 'rot'],
      ['attribute Pflege de', null, 'warm'],
      ['attribute Breite -', null, '12.5'],
    ],
  )
  assert.deepEqual(await words(), before, 'a preview does nothing')

  const edit = await call('POST', '/bulk-edits', wish)
  const there = await call('POST', '/bulk-edits', {
    items: ['ART-1'],
    text: ['de.shortDescription=nur dort'],
    textChannel: channel,
  })
  const [first] = await words()
  assert.deepEqual(first, {
    item_number: 'ART-1',
    texts: [
      ['de', 'Eins', 'neu', ''],
      ['en', 'One', '', ''],
    ],
    there: [['de', '', 'nur dort']],
    attributes: [
      ['Breite', '', '12.5'],
      ['Farbe', '', 'rot'],
      ['Pflege', 'de', 'warm'],
      ['Pflege', 'en', 'cold'],
    ],
  })
  for (const { id } of [there, edit])
    assert.equal((await call('POST', `/bulk-edits/${id}/undo`, {})).state, 'undone')
  assert.deepEqual(await words(), before)
  const history = await call('GET', '/items/ART-1/history')
  const made = history.items.find((entry: { id: string }) => entry.id === edit.id)
  assert.ok(made.values.every((value: { undone: boolean }) => value.undone))
})

test('a language that was filled meanwhile keeps its name when an edit is taken back, and says so', async () => {
  const edit = await call('POST', '/bulk-edits', { items: ['ART-3'], text: ['fr.path=trois'] })
  await call('PATCH', '/items/ART-3', { texts: { fr: { name: 'Article 3', metaTitle: 'Trois' } } })
  await call('POST', `/bulk-edits/${edit.id}/undo`, {})
  const { texts } = await call('GET', '/items/ART-3')
  assert.deepEqual([texts.fr.path, texts.fr.metaTitle], ['', 'Trois'])
  assert.notEqual(texts.fr.name, '')
  const kept = await call('GET', `/bulk-edits/${edit.id}?refused=true`)
  assert.deepEqual(
    kept.values.map((value: { field: string; refusedCode: string }) => [value.field, value.refusedCode]),
    [['text - fr name', 'CHANGED_MEANWHILE']],
  )
})

test('what cannot be said is refused before anything is done, and what an item refuses comes with its sentence', async () => {
  const code = async (more: object, status: number) =>
    (await call('POST', '/bulk-edits/preview', { items: ['ART-1'], ...more }, status)).code
  assert.equal(await code({ text: ['de.colour=x'] }, 422), 'BULK_FIELD_UNKNOWN')
  assert.equal(await code({ text: ['de.name='] }, 422), 'BULK_VALUE_INVALID')
  assert.equal(await code({ attribute: ['Breite=breit'] }, 422), 'ATTRIBUTE_VALUE_INVALID')
  assert.equal(await code({ attribute: ['Pflege=warm'] }, 422), 'ATTRIBUTE_VALUE_INVALID')
  assert.equal(await code({ attribute: ['Nie=1'] }, 404), 'ATTRIBUTE_UNKNOWN')
  const preview = await call('POST', '/bulk-edits/preview', {
    items: ['ART-1'],
    set: ['gtin=4'],
    text: ['de.path=a'],
  })
  const [value] = preview.items[0].fields
  assert.deepEqual([value.field, value.refusedCode], ['item', 'GTIN_INVALID'])
  assert.match(value.reason, /"4" is no GTIN/)
})

test('the list, its folder and an edit of the same filter count the same items', async () => {
  await call('PUT', '/items/ART-4/price', { remove: true })
  await call('PATCH', '/items/ART-5', { active: false })
  await call('PATCH', '/items/ART-6', { name: 'Kiste' })
  await call('PUT', `/items/ART-6/channels/${channel}`, { active: false })
  const { items: folders } = await call('GET', '/item-folders')
  const queries: Readonly<Record<string, object>> = {
    all: { all: true },
    active: { active: true },
    inactive: { active: false },
    parents: { kind: 'parent' },
    kits: { kind: 'kit' },
    unpriced: { priced: false },
    unpictured: { pictured: false },
    channel: { channel },
  }
  assert.deepEqual(
    folders.map((one: { folder: string; count: number }) => [one.folder, one.count]),
    [
      ['all', 1200],
      ['active', 1199],
      ['inactive', 1],
      ['parents', 0],
      ['kits', 0],
      ['unpriced', 1],
      ['unpictured', 1200],
      ['channel', 1199],
    ],
  )
  for (const { folder, count } of folders) {
    const { all, ...said } = queries[folder] as { all?: boolean }
    const query = new URLSearchParams(
      Object.fromEntries(Object.entries(said).map(([name, value]) => [name, String(value)])),
    )
    assert.equal((await call('GET', `/items?limit=1&${query}`)).count, count, folder)
    const preview = await call('POST', '/bulk-edits/preview', {
      ...queries[folder],
      set: ['buffer=1'],
      limit: 1,
    })
    assert.equal(preview.found, count, folder)
  }
  const [row] = (await call('GET', '/items?search=kiste&figures=true')).items
  assert.deepEqual([row.available, row.channelIds], ['0', []])
})

test('an edit whose process is killed is gone on with by the background service, each item once', async () => {
  const { id } = await transact(db, { tenant }, async tx => {
    const [row] = await tx.query<{ id: string }>(
      `insert into bulk_edit (tenant_id, id, at, actor, filter, change, found)
       values ($1, gen_random_uuid(), now() - interval '2 minutes', 'tester', $2, $3, 1200) returning id`,
      [
        tenant,
        '{}',
        JSON.stringify({ price: { change: { add: '1' }, channelId: null, customerGroupId: null } }),
      ],
    )
    assert.ok(row)
    return row
  })
  const child = fork(new URL('./bulkEditWorker.ts', import.meta.url), [database.url, tenant, id], {
    execArgv: process.execArgv,
  })
  const ended = once(child, 'exit')
  await once(child, 'message')
  child.kill('SIGKILL')
  await ended
  const asked: Record<string, string>[] = []
  const send = async (_: string, data?: Readonly<Record<string, string>>) => void asked.push({ ...data })
  await bulkEditChore(db, () => new Date()).work({ send })
  assert.deepEqual(asked, [{ tenant, id }])
  await bulkEditTask(db).work(asked[0] ?? {})
  const done = await call('GET', `/bulk-edits/${id}?limit=1`)
  assert.deepEqual([done.state, done.found, done.changed], ['done', 1200, 1199])
  const prices = await transact(db, { tenant }, tx =>
    tx.query(
      `select net_price::text as price, count(*)::int as count from item where tenant_id = $1 group by 1 order by 1`,
      [tenant],
    ),
  )
  assert.deepEqual(prices, [
    { price: '11', count: 1199 },
    { price: null, count: 1 },
  ])
  asked.length = 0
  await bulkEditChore(db, () => new Date()).work({ send })
  assert.deepEqual(asked, [], 'what is done is left alone')
  const answer = await call('POST', '/bulk-edits', { items: ['ART-1'], set: ['buffer=7'], wait: false })
  assert.ok(['running', 'done'].includes(answer.state))
  await server.kontor.open.end()
  assert.equal((await call('GET', `/bulk-edits/${answer.id}`)).state, 'done', 'it went on behind its answer')
})
