import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCli } from './runCli.ts'
import { stopOnSignal } from './stopOnSignal.ts'

test('the first signal asks to stop, and afterwards the signals are free again', () => {
  const before = process.listenerCount('SIGINT')
  const stopping = stopOnSignal()
  process.emit('SIGTERM')
  assert.equal(stopping.signal.aborted, true)
  stopping.end()
  assert.equal(process.listenerCount('SIGINT'), before)
})

test('Ctrl-C while a person is asked ends the command without doing anything', async () => {
  let said = ''
  const hear = (text: string) => {
    said += text
  }
  const never = () => {
    process.emit('SIGINT')
    return new Promise<never>(() => undefined)
  }
  const terminal = {
    out: hear,
    err: hear,
    progress: hear,
    isWatched: true,
    canAsk: true,
    askSecret: never,
    readLine: never,
    close: () => undefined,
  }
  const program = {
    open: () => assert.fail('nothing is opened'),
    reach: () => assert.fail('nothing is reached'),
    connectors: () => assert.fail('nothing is loaded'),
    contract: () => assert.fail('nothing is run'),
    demoWorld: () => assert.fail('nothing is shown'),
  }
  const args = ['user', 'password', 'anna@b.de', '--lang', 'en']
  assert.equal(await runCli(args, {}, program, terminal), 130)
  assert.equal(said, 'CANCELLED: Cancelled.\n')
  assert.equal(await runCli([...args, '--password', '-'], {}, program, terminal), 130)
})
