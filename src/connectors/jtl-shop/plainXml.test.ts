import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPlain } from './plainXml.ts'
import { readAnyXml, readXml } from './xml.ts'

const page =
  '<?xml version="1.0" ?>\n<bestellungen anzahl="2">\n\t<tbestellung kBestellung="1" kKunde="7">\n\t\t<cKommentar>Bitte\r\nklingeln &amp; warten &lt;3</cKommentar>\n' +
  '\t\t<dVersand />\n\t\t<cLeer></cLeer>\n\t\t<tkampagne/>\n\t\t<twarenkorbpos kWarenkorbPos="5">\n\t\t\t<cName>Öl &quot;N° 3&apos;</cName>\n\t\t\t<teigenschaft>\n\t\t\t</teigenschaft>\n' +
  '\t\t</twarenkorbpos>\n\t\t<cStatus>1</cStatus>\n\t\t<twarenkorbpos kWarenkorbPos="6"><cName>🍵</cName></twarenkorbpos>\n\t\t<twarenkorbpos/>\n' +
  '\t</tbestellung>\n\t<tbestellung kBestellung="2">\n\t</tbestellung>\n</bestellungen>\n'

test('the simple way reads what shops write, and says what a reader of all XML says', () => {
  const read = readPlain(page)
  assert.ok(read)
  assert.deepEqual(read, readAnyXml(page))
  assert.deepEqual(Object.keys(read.value as object), ['anzahl', 'tbestellung'])
})

test('it passes over whatever is spelled otherwise', () => {
  const texts = [
    '<!-- c --><a/>',
    '<a><!-- c --></a>',
    '<a><![CDATA[x]]></a>',
    '<a><?php x ?></a>',
    '<a>&#228;</a>',
    '<a>&uuml;</a>',
    '<a>a & b</a>',
    '<a>]]></a>',
    "<a b='1'/>",
    '<a b="1&amp;2"/>',
    '<a b="1\n2"/>',
    '<a b="1" b="2"/>',
    '<a  b="1"/>',
    '<a></a >',
    '<ä/>',
    '<!DOCTYPE a><a/>',
    '<?xml version="1.1"?><a/>',
    '\ufeff<a/>',
    '<a>\ud83c</a>',
    '<a><b></a></b>',
    '<a/><b/>',
    '<a/>x',
    '<a',
    '',
  ]
  for (const text of texts) assert.equal(readPlain(text), undefined, text)
  assert.ok(readPlain('<a>one\u0001two</a>'))
})

test('a text with anything put into it is read as a reader of all XML reads it, or not at all', t => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  const bits = [
    ...'<>/&;"\'= \t\n\r!?[]-:.ax_1\u0000\u0001\u0085\ufffe\ud83c\udf75äß',
    '<a>',
    '</a>',
    '<b />',
    '<b/>',
    '<cName>',
    '</cName>',
    '</twarenkorbpos>',
    ' k="1"',
    ' k="a>b"',
    '&amp;',
    '&#13;',
    '&nbsp;',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '<__proto__>1</__proto__>',
    '<dVersand>2</dVersand>',
    '\r\n',
    '<?xml version="1.0"?>',
  ]
  const texts = [...page.matchAll(/>(?=[^\n<])/g)].map(({ index }) => index + 1)
  const change = fc.record({
    at: fc.oneof(fc.nat(page.length), fc.constantFrom(...texts)),
    out: fc.oneof(fc.constant(0), fc.nat(12)),
    put: fc.constantFrom(...bits),
  })
  let plain = 0
  const holds = (changes: readonly { at: number; out: number; put: string }[]) => {
    const text = changes.reduce((all, { at, out, put }) => all.slice(0, at) + put + all.slice(at + out), page)
    const read = readPlain(text)
    if (!read) return
    plain++
    assert.deepEqual(read, readAnyXml(text), JSON.stringify(text))
    assert.deepEqual(Object.keys(read.value ?? {}), Object.keys(readAnyXml(text).value ?? {}))
  }
  fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), holds), { seed, numRuns: 4000 })
  assert.ok(plain > 300, `${plain} of 4000 texts were read`)
})

test('what only a reader of all XML takes is read all the same', () => {
  assert.equal(readPlain('<a>&#228;<![CDATA[<b>]]></a>'), undefined)
  assert.equal(readXml('<a>&#228;<![CDATA[<b>]]></a>').value, 'ä<b>')
})
