import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { KontorError } from '../../src/base/errors.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { act } from '../connect/connectWorld.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })

test('every question that needs no input is answered, also where nothing is there yet', async t => {
  const world = await createWorld(db, t)
  const questions = allOperations.filter(one => one.method === 'GET' && one.input.safeParse({}).success)
  assert.ok(questions.length > 30, `${questions.length} questions`)
  const broken: string[] = []
  for (const { name } of questions)
    await act(world, name).catch(error => {
      // Refused in words is an answer, such as "nobody is signed in"; a wrong statement is none.
      if (!(error instanceof KontorError)) broken.push(`${name}: ${error}`)
    })
  assert.deepEqual(broken, [])
})

test('the items of a price list are listed and counted', async t => {
  const world = await createWorld(db, t)
  await act(world, 'price-list.add', { name: 'Händler' })
  const { count } = await act<{ count: number }>(world, 'price-list.items', { list: 'Händler' })
  assert.equal(count, 0)
})
