/** What a connector says of itself: complete, and without contradiction. */

import assert from 'node:assert/strict'
import { type Connector, type PullKind, portVersion, type SettingField } from '../../src/port/connector.ts'
import { incomingKinds, outgoingKinds } from '../../src/port/records.ts'
import { type ContractCase, unless } from './case.ts'
import { abilities, type ContractSubject, faults, type Simulator } from './subject.ts'

/** The cases that read the connector's declarations. */
export function declarationCases({ connector }: ContractSubject): readonly ContractCase[] {
  const pull = connector.pull
  const sends = Object.entries(connector.send ?? {})
  return [
    {
      name: 'speaks this version of the port and has a name',
      run: async () => {
        assert.equal(connector.portVersion, portVersion)
        assert.match(
          connector.name,
          /^[a-z][a-zA-Z0-9-]*$/,
          'the name is a word for files, commands and URLs',
        )
        assert.ok(connector.title.trim() !== '', 'the title is for people')
      },
    },
    {
      name: 'asks for its settings in German and English, once each',
      run: async () => {
        const keys = connector.settings.map(field => field.key)
        assert.equal(new Set(keys).size, keys.length, `a setting is there twice: ${keys.join(', ')}`)
        for (const field of connector.settings) checkSetting(field)
      },
    },
    {
      name: 'keeps what must not be seen in settings of the kind secret, and never sends it to a new address unasked',
      run: async () => {
        const secrets = connector.settings.filter(field => field.kind === 'secret')
        for (const field of connector.settings)
          if (/token|secret|passw|api_?key|pin$/i.test(field.key))
            assert.equal(field.kind, 'secret', `the setting ${field.key} looks like a secret`)
        for (const field of secrets)
          assert.equal(field.default, undefined, `the secret ${field.key} has a default`)
        // What Kontor made itself is shown by those who call, and sent nowhere.
        for (const field of connector.settings)
          if (field.kind === 'url' && secrets.some(({ from }) => from !== 'kontor'))
            assert.equal(
              field.clearsSecrets,
              true,
              `changing ${field.key} would send the secrets to another address`,
            )
      },
    },
    {
      name: 'declares limits that can be kept',
      run: async () => {
        const { concurrent, timeoutMs, answerBytes, operations = {}, ...rest } = connector.limits
        for (const [name, value] of Object.entries({ concurrent, answerBytes })) assertWhole(value, name)
        assert.ok(timeoutMs >= 1000 && timeoutMs <= 900_000, `a time-out of ${timeoutMs} ms`)
        for (const [of, bucket] of [['every call', rest], ...Object.entries(operations)] as const)
          for (const [name, value] of Object.entries(bucket))
            assert.ok(value > 0, `the limit ${name} of ${of} is ${value}`)
      },
    },
    {
      name: 'has a way for orders to come in, and a map for every kind that can come',
      run: async () => {
        assert.ok(pull || connector.receive, 'neither pull nor receive')
        const kinds = (pull?.kinds ?? []).flatMap(entry => [entry.kind, ...(entry.also ?? [])])
        if (!connector.receive) assert.ok(kinds.includes('order'), 'orders are never pulled')
        assert.ok(connector.map.order, 'there is no map for orders')
        for (const kind of kinds) {
          assert.ok(incomingKinds.includes(kind), `${kind} is no kind of the port`)
          assert.ok(connector.map[kind], `${kind} comes in, but there is no map for it`)
        }
      },
    },
    {
      name: 'declares pages that fit together',
      notFor: unless(pull !== undefined, 'this connector does not pull'),
      run: async () => {
        const kinds = (pull?.kinds ?? []).map(entry => entry.kind)
        assert.equal(new Set(kinds).size, kinds.length, `a kind is pulled twice: ${kinds.join(', ')}`)
        for (const entry of pull?.kinds ?? []) {
          assertWhole(entry.firstPage, `firstPage of ${entry.kind}`)
          assertWhole(entry.largestPage, `largestPage of ${entry.kind}`)
          assert.ok(
            entry.firstPage <= entry.largestPage,
            `the first page of ${entry.kind} is larger than the largest`,
          )
          assert.ok(entry.overlapSeconds >= 0, `the overlap of ${entry.kind} is negative`)
        }
      },
    },
    {
      name: 'acknowledges exactly where it says that records wait for it',
      run: async () => {
        const acked = (pull?.kinds ?? []).some(entry => entry.acked === 'records' || entry.acked === 'told')
        assert.equal(
          connector.ack !== undefined,
          acked,
          acked ? 'records wait for an ack that is not there' : 'there is an ack that nothing waits for',
        )
        if (connector.ack) assertWhole(connector.ackBatch ?? 0, 'ackBatch')
      },
    },
    {
      name: 'takes whole pages away exactly where it says that they wait for it',
      notFor: unless(pull !== undefined, 'this connector does not pull'),
      run: async () => {
        const pages = (pull?.kinds ?? []).some(entry => entry.acked === 'page')
        assert.equal(
          pull?.settle !== undefined,
          pages,
          'settle goes with pages that are taken away, and only with them',
        )
      },
    },
    {
      name: 'can be asked again in the way that it declares',
      run: async () => {
        if (typeof connector.again === 'function') return // it depends on the system; without facts nobody knows
        const single = connector.again === 'single' || connector.again === 'relink'
        assert.equal(connector.requestAgain !== undefined, single, `again is ${connector.again}`)
        if (connector.again === 'since') assert.ok(pull, 'again from a date needs pull')
      },
    },
    {
      name: 'declares for every kind that it sends how a repetition ends',
      notFor: unless(sends.length > 0, 'this connector sends nothing'),
      run: async () => {
        for (const [kind, send] of sends) {
          assert.ok((outgoingKinds as readonly string[]).includes(kind), `${kind} is no kind of the port`)
          assertWhole(send.batch, `the batch of ${kind}`)
          if (send.repeat === 'readBack')
            assert.ok(send.find, `${kind} has to be found before a repetition, and cannot`)
          if (send.findsOnly) assert.equal(send.repeat, 'readBack', `${kind} finds, but is not read back`)
          for (const carried of send.carries ?? [])
            assert.equal(
              connector.send?.[carried],
              undefined,
              `${carried} is sent alone, and ${kind} carries it`,
            )
          for (const needed of send.needs ?? [])
            assert.ok(connector.send?.[needed], `${kind} needs ${needed}, which is not sent`)
        }
      },
    },
    {
      name: 'is called at addresses of its own',
      notFor: unless(connector.receive !== undefined, 'this connector is not called'),
      run: async () => {
        const routes = connector.receive?.routes ?? []
        assert.match(connector.receive?.prefix ?? '', /^\/[\w/-]+$/)
        assert.ok(routes.length > 0, 'no route')
        for (const route of routes) assert.match(route.path, /^\//)
        const names = routes.map(route => `${route.method} ${route.path}`)
        assert.equal(new Set(names).size, names.length, `a route is there twice: ${names.join(', ')}`)
      },
    },
    {
      name: 'is run against a simulator that offers what it does not decline',
      run: async ({ subject, system }) => {
        for (const ability of abilities) {
          if (subject.without[ability] !== undefined || !isMethod(ability)) continue
          assert.equal(
            typeof system[ability],
            'function',
            `the simulator neither offers nor declines ${ability}`,
          )
        }
        for (const offer of [...faults, ...abilities])
          if (offer in subject.without)
            assert.ok(subject.without[offer]?.trim(), `${offer} is declined without a reason`)
        assert.equal(
          subject.places === undefined,
          subject.without.places !== undefined,
          'places are named or declined',
        )
        if (system.pushTo) assert.ok(system.pushed, 'pushTo goes with pushed')
      },
    },
  ]
}

function isMethod(
  ability: (typeof abilities)[number],
): ability is Extract<(typeof abilities)[number], keyof Simulator> {
  return ability !== 'address' && ability !== 'places' && ability !== 'nested'
}

function checkSetting(field: SettingField): void {
  assert.match(field.key, /^[a-z]\w*$/i)
  for (const language of ['de', 'en'] as const) {
    assert.ok(field.label[language]?.trim(), `the setting ${field.key} has no label in ${language}`)
    if (field.help)
      assert.ok(field.help[language]?.trim(), `the help of ${field.key} is not there in ${language}`)
  }
  if (field.kind === 'choice') {
    assert.ok(field.choices && field.choices.length > 0, `there is nothing to choose for ${field.key}`)
    if (field.default !== undefined)
      assert.ok(field.choices.includes(field.default), `the default of ${field.key} is no choice`)
    for (const choice of field.choices)
      for (const language of ['de', 'en'] as const)
        assert.ok(
          field.choiceNames?.[choice]?.[language]?.trim(),
          `the choice ${choice} of ${field.key} has no name in ${language}`,
        )
  }
  if (field.kind === 'number' && field.default !== undefined)
    assert.ok(
      field.default.trim() !== '' && Number.isFinite(Number(field.default)),
      `the default of ${field.key} is no number`,
    )
}

function assertWhole(value: number, name: string): void {
  assert.ok(Number.isInteger(value) && value > 0, `${name} is ${value}, not a whole number above 0`)
}

/** True for a connector whose orders vanish when they are acknowledged. */
export function isAcked(connector: Connector): boolean {
  return orderKind(connector)?.acked === 'records'
}

/** True where the system forgets orders when they are read; a connector that says so of all such systems may meet one that does not. */
export function isConsuming({ connector, keepsWhatItGives }: ContractSubject): boolean {
  return (orderKind(connector)?.consumes ?? false) && keepsWhatItGives !== true
}

function orderKind({ pull }: Connector): PullKind | undefined {
  return pull?.kinds.find(entry => entry.kind === 'order' || entry.also?.includes('order'))
}
