import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { picture, pictureOf } from '../../../testkit/contract/samples.ts'
import { Refused, Rejected, Unreachable } from '../../port/errors.ts'
import type { Outgoing } from '../../port/outgoing.ts'
import { failureOf, fakeShop, type Raw } from './fixtures/fakeShop.ts'
import { connector } from './index.ts'

test('quirk: PHP dies of a whole call, which is refused while the shop answers otherwise', async t => {
  const { categories, scripts } = await opened(t, script => (script === 'Kategorien_xml' ? dead : undefined))
  const error = await failureOf(categories(2))
  assert.ok(error instanceof Rejected && error.code === 'REMOTE_VALIDATION')
  assert.deepEqual(scripts(), ['mytest', 'Kategorien_xml', 'mytest'])
})

test('a shop that is down altogether is no matter of the records', async t => {
  let calls = 0
  const { categories } = await opened(t, () => (calls++ === 0 ? undefined : dead))
  assert.ok((await failureOf(categories(2))) instanceof Unreachable)
})

test('a single record is refused when PHP died of it twice', async t => {
  const { categories } = await opened(t, script => (script === 'Kategorien_xml' ? dead : undefined))
  const first = await failureOf(categories(1))
  assert.ok(first instanceof Unreachable && first.mayHaveWorked)
  assert.ok((await failureOf(categories(1))) instanceof Rejected)
})

test('more than an archive holds goes in several, and what was not answered is unknown', async t => {
  let uploads = 0
  const { categories } = await opened(t, script =>
    script === 'Kategorien_xml' && uploads++ === 1 ? { status: 502, body: 'Bad Gateway' } : undefined,
  )
  const results = await categories(5, 'x'.repeat(1_500_000))
  assert.deepEqual(
    results?.map(one => one.result),
    ['accepted', 'accepted', 'unknown', 'unknown', 'accepted'],
  )
  assert.equal(uploads, 3)
})

test('of images that are new only those go that the shop lacks; known ones go again, they may have changed', async t => {
  const { session, calls } = await opened(t, script =>
    script === 'img_check' ? '0;\n<bildcheck><notfound>2</notfound></bildcheck>' : undefined,
  )
  const image = (no: number, theirs = ''): Outgoing<'image'> => ({
    ref: { no, theirs },
    place: '',
    state: {
      of: { no: 9, theirs: '9' },
      ofKind: 'item',
      sort: no,
      hash: pictureOf(`image ${no}`),
      mediaType: 'image/jpeg',
      alt: {},
    },
  })
  await connector.send?.image?.send(session, [image(1), image(2), image(3, '3')])
  const uploaded = calls.find(call => call.script === 'img_upload')?.files ?? {}
  assert.deepEqual(Object.keys(uploaded).sort(), ['2', '3', 'images.xml'].sort())
  assert.match(
    uploaded['images.xml'] ?? '',
    /<bild kBild="2" cHash="2-[\da-f]{64}\.jpg"><\/bild><bild kBild="3"/,
  )
  assert.match(
    calls.at(-1)?.files['bildartikellink.xml'] ?? '',
    /kArtikelPict="1" kArtikel="9" kBild="1" nNr="1"/,
  )
})

test('settings that cannot be read stop the connection before anything is sent', async t => {
  const { categories, scripts } = await opened(t, () => undefined, { customerGroups: 'Händler' })
  const error = await failureOf(categories(1))
  assert.ok(error instanceof Refused && error.code === 'SETTING_UNREADABLE')
  assert.match(error.detail, /customerGroups/)
  assert.deepEqual(scripts(), ['mytest'])
})

test('parents come before their children in an archive, and what no XML may hold is replaced', async t => {
  const { session, calls } = await opened(t, () => undefined)
  const category = (no: number, parent: number, name: string): Outgoing<'category'> => ({
    ref: { no, theirs: '' },
    place: '',
    state: {
      active: true,
      sort: 0,
      texts: { de: { name } },
      ...(parent ? { parent: { no: parent, theirs: '' } } : {}),
    },
  })
  const list = [category(3, 2, 'c'), category(1, 0, 'a\u0001\ud83c <b> & "q"'), category(2, 1, 'b')]
  const results = await connector.send?.category?.send(session, list)
  assert.deepEqual(
    results?.map(one => one.result === 'accepted' && one.theirs),
    ['3', '1', '2'],
  )
  const files = calls.at(-1)?.files ?? {}
  assert.deepEqual(Object.keys(files), ['kategorie_1.xml', 'kategorie_2.xml', 'kategorie_3.xml'])
  assert.match(files['kategorie_1.xml'] ?? '', /<cName>a\ufffd\ufffd &lt;b&gt; &amp; &quot;q&quot;<\/cName>/)
})

const dead: Raw = { status: 500, body: '' }

async function opened(
  t: TestContext,
  says: (script: string) => string | Raw | undefined,
  settings: Readonly<Record<string, string>> = {},
) {
  const { run, calls, scripts } = await fakeShop(t, call => says(call.script), {
    settings,
    blob: async hash => picture(hash),
  })
  const session = await connector.open(run)
  const categories = async (count: number, description = '') =>
    connector.send?.category?.send(
      session,
      Array.from({ length: count }, (_, at) => ({
        ref: { no: at + 1, theirs: '' },
        place: '',
        state: { active: true, sort: at, texts: { de: { name: `Kategorie ${at}`, description } } },
      })),
    )
  return { session, calls, scripts, categories }
}
