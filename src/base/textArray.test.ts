import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { textArray, textColumns } from './textArray.ts'

const { db } = await testDatabase({ after })

test('texts arrive as they are, short and long, in one byte and in four, and null stays null', async () => {
  const long = 'x'.repeat(5000)
  const texts = ['', 'a', '"{},\\\n', 'Müller', '😀 ₤', `${long}ß`, long, 'NULL', null]
  assert.deepEqual(await sent(textArray(texts)), texts)
  assert.deepEqual(await sent(textArray(['a'])), ['a'])
})

test('halves of characters, which no text can hold, become the sign for what cannot be read', async () => {
  assert.deepEqual(await sent(textArray(['\ud83d', `${'y'.repeat(60)}\ude00`])), [
    '\ufffd',
    `${'y'.repeat(60)}\ufffd`,
  ])
})

test('rows become columns in the order of the keys; what a row does not have is null', async () => {
  const [a, b] = textColumns([{ b: '1', a: 'x' }, { a: 'y' }], ['a', 'b'])
  const { rows } = await db.pool.query('select * from unnest($1::text[], $2::text[]) as r (a, b)', [a, b])
  assert.deepEqual(rows, [
    { a: 'x', b: '1' },
    { a: 'y', b: null },
  ])
})

async function sent(array: Buffer): Promise<unknown> {
  const { rows } = await db.pool.query('select $1::text[] as texts', [array])
  return rows[0].texts
}
