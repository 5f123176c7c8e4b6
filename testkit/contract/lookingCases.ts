/** Looking at what the system has: its objects before we came, and what it shows of ours now. Reads only, and never guesses. */

import assert from 'node:assert/strict'
import type { Inventory, InventoryObject } from '../../src/port/inventory.ts'
import type { OutgoingStates } from '../../src/port/outgoing.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import type { Bench, Opened } from './bench.ts'
import type { ContractCase } from './case.ts'
import { faultsOfRecord } from './faultsOfRecord.ts'
import { expectedFields } from './samples.ts'
import { linked, prepare, sendAndSettle, sendableKinds, sendOf } from './sending.ts'
import type { ContractSubject } from './subject.ts'

/** More pages than any case can need. */
const mostPages = 50

/** The cases of `inventory` and of `read`. */
export function lookingCases(subject: ContractSubject): readonly ContractCase[] {
  const kinds = (subject.connector.inventory?.kinds ?? []).filter(
    kind => kind === 'item' || kind === 'category',
  )
  const shown = sendableKinds(subject).filter(kind => sendOf(subject.connector, kind).read !== undefined)
  return [...kinds.flatMap(inventoryCases), ...shown.flatMap(readCases)]
}

function inventoryCases(kind: 'item' | 'category'): readonly ContractCase[] {
  return [
    {
      name: `inventory of ${kind}: lists each object once, over several pages, as it is there`,
      needs: ['placeObject'],
      run: async bench => {
        const placed = await placeObjects(bench, kind, 7)
        const { objects, pages } = await listAll(bench, await bench.open(), kind)
        compareObjects(objects, placed)
        assert.ok(pages > 1, 'one page is no test')
      },
    },
    {
      name: `inventory of ${kind}: writes and consumes nothing, and can be read again`,
      needs: ['placeObject', 'state'],
      run: async bench => {
        const placed = await placeObjects(bench, kind, 4)
        const before = await bench.system.state?.()
        for (let time = 0; time < 2; time++)
          compareObjects((await listAll(bench, await bench.open(), kind)).objects, placed)
        assert.equal(await bench.system.state?.(), before, 'looking has changed something')
      },
    },
    {
      name: `inventory of ${kind}: loses nothing when one appears between any two pages`,
      needs: ['placeObject'],
      run: async bench => {
        const placed = await placeObjects(bench, kind, 7)
        for (let gap = 1; gap <= 2; gap++) {
          const { objects } = await listAll(bench, await bench.open(), kind, async page => {
            if (page === gap) await placeObjects(bench, kind, 1)
          })
          for (const { theirs } of placed)
            assert.ok(
              objects.some(object => object.theirs === theirs),
              `${theirs} is lost`,
            )
        }
      },
    },
    {
      name: `inventory of ${kind}: what it says of an object has the form of the port, with its name`,
      needs: ['placeObject'],
      run: async bench => {
        const placed = await placeObjects(bench, kind, 3)
        const { objects } = await listAll(bench, await bench.open(), kind)
        const said = objects.filter(object => object.record !== undefined)
        // A connector may say no more than what is compared; of all or of none.
        assert.ok(said.length === 0 || said.length === objects.length, 'it says more of some than of others')
        for (const { theirs, record } of said) {
          assert.deepEqual(faultsOfRecord(kind, record), [], theirs)
          const names = record && 'texts' in record ? Object.values(record.texts).map(text => text.name) : []
          assert.ok(
            placed.some(one => one.theirs === theirs && names.includes(one.name)),
            `${theirs} has none of its names`,
          )
        }
      },
    },
    ...(['serverError', 'truncated', 'html'] as const).map(fault => ({
      name: `inventory of ${kind}: never takes ${fault} for "nothing there"`,
      needs: ['placeObject', fault] as const,
      run: async (bench: Bench) => {
        await placeObjects(bench, kind, 2)
        const opened = await bench.open()
        bench.system.fault(fault, 'inventory', 1)
        await bench.failure(inventoryOf(bench).list(opened.session, kind, undefined, 3))
      },
    })),
  ]
}

function inventoryOf(bench: Bench): Inventory<unknown> {
  assert.ok(bench.connector.inventory)
  return bench.connector.inventory
}

async function placeObjects(
  bench: Bench,
  kind: 'item' | 'category',
  count: number,
): Promise<readonly InventoryObject[]> {
  const placed: InventoryObject[] = []
  for (let n = 0; n < count; n++) {
    const name = `${kind} ${bench.number()}`
    placed.push({ theirs: (await bench.system.placeObject?.(kind, name)) ?? '', name })
  }
  return placed
}

async function listAll(
  bench: Bench,
  opened: Opened,
  kind: 'item' | 'category',
  between?: (page: number) => Promise<void>,
): Promise<{ readonly objects: readonly InventoryObject[]; readonly pages: number }> {
  const inventory = inventoryOf(bench)
  const objects = new Map<string, InventoryObject>()
  let resume: string | undefined
  for (let page = 1; page <= mostPages; page++) {
    const answer = await inventory.list(opened.session, kind, resume, 2)
    for (const object of answer.objects) objects.set(object.theirs, object)
    if (answer.last) return { objects: [...objects.values()], pages: page }
    assert.ok(answer.resume !== undefined, 'a page that is not the last says where to go on')
    resume = answer.resume
    await between?.(page)
  }
  assert.fail(`looking did not end within ${mostPages} pages`)
}

function compareObjects(came: readonly InventoryObject[], placed: readonly InventoryObject[]): void {
  const names = (list: readonly InventoryObject[]) =>
    list.map(({ theirs, name }) => `${theirs}: ${name}`).sort()
  assert.deepEqual(names(came), names(placed))
}

function readCases(kind: OutgoingKind): readonly ContractCase[] {
  return [
    {
      name: `${kind}: shows what is there now, each in its place of the list, and nothing for what is not`,
      needs: ['held'],
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 3)
        const results = await sendAndSettle(bench, opened, kind, list)
        const [first, second, third] = list.map((element, at) => linked(element, results[at]))
        assert.ok(first && second && third)
        const nobody = { ref: { no: bench.number(), theirs: 'nobody' }, place: first.place }
        const asked = [third, nobody, first, second]
        const shown = (await sendOf(bench.connector, kind).read?.(opened.session, asked)) ?? []
        assert.equal(shown.length, asked.length, 'one answer per element')
        assert.equal(shown[1], undefined, 'something is shown that is not there')
        for (const [at, element] of [
          [0, third],
          [2, first],
          [3, second],
        ] as const) {
          const state: object | undefined = shown[at]
          assert.ok(state && Object.keys(state).length > 0, 'nothing is shown of what is there')
          const merged = { ...element.state, ...state } as OutgoingStates[OutgoingKind]
          assert.deepEqual(
            expectedFields(kind, merged as never),
            expectedFields(kind, element.state as never),
          )
        }
      },
    },
    {
      name: `${kind}: writes nothing by looking, and calls nothing for an empty list`,
      needs: ['held', 'state'],
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 1)
        const results = await sendAndSettle(bench, opened, kind, list)
        const before = await bench.system.state?.()
        const { read } = sendOf(bench.connector, kind)
        await read?.(
          opened.session,
          list.map((element, at) => linked(element, results[at])),
        )
        assert.equal(await bench.system.state?.(), before)
        const { count } = opened.run.run.http.calls
        assert.deepEqual(await read?.(opened.session, []), [])
        assert.equal(opened.run.run.http.calls.count, count)
      },
    },
    ...(['serverError', 'truncated', 'html'] as const).map(fault => ({
      name: `${kind}: never takes ${fault} while looking for "gone"`,
      needs: ['held', fault] as const,
      run: async (bench: Bench) => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 1)
        const results = await sendAndSettle(bench, opened, kind, list)
        const asked = list.map((element, at) => linked(element, results[at]))
        bench.system.fault(fault, 'find', 1)
        await bench.failure(Promise.resolve(sendOf(bench.connector, kind).read?.(opened.session, asked)))
      },
    })),
  ]
}
