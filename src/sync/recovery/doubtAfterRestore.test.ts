import assert from 'node:assert/strict'
import { test } from 'node:test'
import { referenceConnector } from '../../../testkit/reference/connector/index.ts'
import type { Connection } from '../../channels/connectionStore.ts'
import type { OutgoingKind } from '../../port/records.ts'
import type { Send } from '../../port/send.ts'
import { imageTask } from '../imageStates.ts'
import type { Candidate } from '../pushRows.ts'
import type { PushTask } from '../pushTask.ts'
import { characteristicTask, manufacturerTask } from '../wantAlong.ts'
import { doubtAfterRestore } from './doubtAfterRestore.ts'

const connection = { restoredAt: new Date('2026-11-02T00:00:00Z') } as Connection
// Ids carry their time: the first was made before the restore, the second long after it.
const [before, after] = ['01900000-0000-7000-8000-000000000001', '01f00000-0000-7000-8000-000000000001']
const candidate = (objectId: string, known?: object): Candidate => ({
  row: { channelId: before, objectId, tries: 0 },
  known: known as Candidate['known'],
  unknown: false,
  remove: false,
  sent: {},
  waitsFor: [],
  level: 0,
})
const sendOf = (findsByName: boolean) =>
  ({ ...referenceConnector().send?.manufacturer, findsByName }) as Send<unknown, OutgoingKind>

for (const task of [manufacturerTask, characteristicTask, imageTask] satisfies PushTask[])
  test(`after a restore ${task.kind}s are looked for by their names, or wait for a person`, () => {
    const doubt = (one: Candidate, findsByName: boolean) =>
      doubtAfterRestore({ connection }, task, sendOf(findsByName), one)
    const looked = doubt(candidate(before), true)
    assert.ok(
      'candidate' in looked && looked.candidate.unknown,
      'it may be there under a number that is lost',
    )
    const held = doubt(candidate(before), false)
    assert.equal('code' in held && held.code, 'RECOVERY_UNSURE')
    for (const one of [candidate(after), candidate(before, { data: 'hash', rejectedCode: null })])
      assert.deepEqual(doubt(one, false), { candidate: one }, 'new since then, or known to be there')
  })
