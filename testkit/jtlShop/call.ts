/** One call: login, upload, what the script does, and the answer, as the shop of that version gives it. */
import type { ActiveFault } from './faults.ts'
import { type FileRule, type Said, type Script, scripts } from './scripts.ts'
import { PhpDied, type ShopState } from './state.ts'
import { fullVersion } from './version.ts'
import type { Form } from './wire/readForm.ts'
import { MalformedXml, readXml, type XmlNode } from './wire/readXml.ts'
import { CorruptZip, type Entry, unzip, zip } from './wire/zip.ts'

/** A request as far as a script sees it. */
export interface Call {
  readonly script: string
  readonly form: Form
  readonly agent: string
  readonly entries: readonly Entry[] | 'corrupt' | undefined
}

export interface Reply {
  readonly status: number
  readonly body: Said
}

/** The files of a call, before it is answered; 'corrupt' for an upload that is no archive. */
export function entriesOf(form: Form): Call['entries'] {
  const upload = form.files.get('data')
  if (!upload || upload.content.length === 0) return undefined
  try {
    return unzip(upload.content)
  } catch (error) {
    if (error instanceof CorruptZip) return 'corrupt'
    throw error
  }
}

/** What the shop answers, once it has done what it does. */
export function answerCall(state: ShopState, call: Call, fault: ActiveFault | null): Reply {
  if (state.maintenance && state.habits.saysMaintenance) return text('Maintenance')
  const script = scripts[call.script]
  if (!script || !(script.since === undefined || state.habits[script.since]))
    return state.habits.oneFilePerScript ? { status: 404, body: notFound } : text('')
  if (fault?.kind === 'wrongLogin' || !mayEnter(state, call, script))
    return text(script.refusal?.(fullVersion(state.version)) ?? '3')
  if (fault?.kind === 'lostAck') return text('0')
  state.unfetched = undefined
  try {
    if (fault?.kind === 'diesMidway') diesMidway(state, () => run(state, call, script))
    return run(state, call, script)
  } catch (error) {
    if (error instanceof PhpDied || error instanceof MalformedXml) return { status: 500, body: '' }
    throw error
  } finally {
    state.tick = () => {}
  }
}

function text(body: Said): Reply {
  return { status: 200, body }
}

const notFound = '<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>'

function mayEnter(
  { habits, userId, password }: ShopState,
  { form: { fields } }: Call,
  script: Script,
): boolean {
  const pairs = script.json
    ? [['uid', 'upwd']]
    : habits.shortLoginForTest
      ? [script.test ? ['uID', 'uPWD'] : ['userID', 'userPWD']]
      : [
          ['userID', 'userPWD'],
          ['uID', 'uPWD'],
        ]
  return pairs.some(([user = '', word = '']) => fields.get(user) === userId && fields.get(word) === password)
}

// Counts what the call would write, takes it back, and lets PHP end after half of that.
function diesMidway(state: ShopState, act: () => void): void {
  let count = 0
  const forget = state.log.mark()
  state.tick = () => void count++
  state.tables.tryOut(act)
  forget()
  let left = Math.floor(count / 2)
  state.tick = () => {
    if (left-- <= 0) throw new PhpDied('maximum execution time')
  }
}

function run(state: ShopState, call: Call, script: Script): Reply {
  if (script.answer) return text(script.answer(state, call.form.fields))
  const { files } = script
  if (!files) return text('0')
  const upload = call.form.files.get('data')
  if (!upload) return text('2')
  if (upload.content.length === 0) return text('8\nDie hochgeladene Datei ist leer.')
  if (upload.name === '' || upload.content.length > state.largestUpload)
    return text('8\nFehler beim Hochladen der Datei: Größe prüfen.')
  const { entries } = call
  if (entries === undefined || entries === 'corrupt')
    return { status: state.habits.corruptZipDies ? 500 : 200, body: '2' }
  const work = () => runFiles(state, call, { files, entries })
  return text(script.transactional ? state.tables.transact(work) : work())
}

interface Uploaded {
  readonly files: readonly FileRule[]
  readonly entries: readonly Entry[]
}

function runFiles(state: ShopState, call: Call, { files, entries }: Uploaded): Said {
  const { oneFilePerScript, malformedXml, pricesNeedVers } = state.habits
  const readsPrices = !pricesNeedVers || Number(call.form.fields.get('vers') ?? '0') >= 99_976
  for (const { name, content } of entries) {
    if (!name.includes('.xml')) continue
    const rule = files
      .filter(one => one.since === undefined || state.habits[one.since])
      .find(one => fits(one, name, oneFilePerScript))
    if (!rule) continue
    let root: XmlNode
    try {
      root = readXml(content)
    } catch (error) {
      if (error instanceof MalformedXml && malformedXml === 'ignored') continue
      throw error
    }
    rule.run?.(state, root, { entries, readsPrices })
    const said = rule.say?.(state, root, { entries, readsPrices })
    if (said !== undefined) return said
  }
  return '0'
}

function fits({ name: wanted, exact }: FileRule, name: string, equal: boolean): boolean {
  if (wanted === '') return true
  if (equal) return name === wanted
  return exact ? name.slice(name.lastIndexOf('/') + 1) === wanted : name.includes(wanted)
}

/** The bytes of an answer: UTF-8 for callers that the shop knows, else ISO-8859-1, in which `€` is a question mark. */
export function bytesOf(body: Said, isUtf8: boolean): Buffer {
  if (typeof body === 'string') return encode(body, false)
  if ('inline' in body) return encode(body.inline, isUtf8)
  return zip([{ name: 'data.xml', content: encode(body.archive, isUtf8) }])
}

/** Whether a caller gets UTF-8. */
export function isKnownAgent({ habits }: ShopState, agent: string): boolean {
  return habits.charsetByAgent && /JTL-Wawi\/(\d+(\.\d+)+)/.test(agent)
}

function encode(text: string, isUtf8: boolean): Buffer {
  return isUtf8
    ? Buffer.from(text, 'utf8')
    : Buffer.from(text.replace(/[\u{100}-\u{10ffff}]/gu, '?'), 'latin1')
}
