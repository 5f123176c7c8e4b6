import assert from 'node:assert/strict'
import { test } from 'node:test'
import { element, readXml, xmlDocument } from './xml.ts'

test('attributes and children stand under their names, and what is there several times is a list', () => {
  const { name, value } = readXml(
    '<?xml version="1.0" ?>\n<rows anzahl="2">\n\t<row kRow="1"><cName>a</cName><cNull /><cEmpty></cEmpty></row>\n' +
      '\t<row kRow="2"><cName>x &amp; y</cName><cName><![CDATA[<z>]]></cName></row>\n</rows>\n',
  )
  assert.equal(name, 'rows')
  assert.deepEqual(value, {
    anzahl: '2',
    row: [
      { kRow: '1', cName: 'a', cNull: null, cEmpty: '' },
      { kRow: '2', cName: ['x & y', '<z>'] },
    ],
  })
})

test('nothing expands: a document with a type of its own is refused, and entities besides those of XML are text', () => {
  const types = ['<!DOCTYPE a>', '<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">']
  for (const type of types) assert.throws(() => readXml(`${type}<a>&b;</a>`), SyntaxError)
  assert.equal(readXml('<a>&lol; &#0; &#228;&#xe4;</a>').value, '&lol; &#0; ää')
  assert.equal(readXml('<a>&constructor;</a>').value, '&constructor;')
})

test('a control character that a customer typed holds up no page', () => {
  assert.equal(readXml('<a>one\u0001\u000btwo</a>').value, 'one\u0001\u000btwo')
})

test('what is cut off, crossed, doubled or far too deep is refused', () => {
  for (const text of [
    '',
    '<a',
    '<a><b></a>',
    '<a/><b/>',
    '<a></a>x',
    '<a b="1" b="2"/>',
    '<a b=1/>',
    `${'<a>'.repeat(33)}${'</a>'.repeat(33)}`,
  ])
    assert.throws(() => readXml(text), SyntaxError, text)
  assert.deepEqual(readXml('<a><__proto__>1</__proto__><b>2</b></a>').value, { b: '2' })
})

test('what is written is read back, and what XML does not allow becomes a sign of its own', () => {
  const text = 'ä <b> & "c" \u{1f375}\n]]>'
  const written = xmlDocument(element('a', { k: '"1" & <2>' }, { c: `${text}\u0001\ud800`, d: null }))
  const { value } = readXml(Buffer.from(written).toString())
  assert.deepEqual(value, { k: '"1" & <2>', c: `${text}\ufffd\ufffd`, d: '' })
})
