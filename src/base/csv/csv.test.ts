import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeText } from './csvFormat.ts'
import { detectCsv, encodingOf, headerOf } from './detectCsv.ts'
import { parseDecimal } from './parseDecimal.ts'
import { type CsvRow, longestRow, readCsv, readSample } from './readCsv.ts'
import { csvLine, guarded, unguarded } from './writeCsv.ts'

const utf8 = { encoding: 'utf-8', separator: ';', quote: '"' } as const

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const plain = (rows: readonly CsvRow[]) => rows.map(row => row.broken ?? row.fields)

async function read(text: string | Buffer, format: Parameters<typeof readCsv>[1] = utf8, size = 7) {
  const bytes = typeof text === 'string' ? encodeText(text, format.encoding) : text
  return Array.fromAsync(readCsv(inPieces(bytes, size), format))
}

test('reads quotes with separators, quotes and line breaks inside, and every kind of line end', async () => {
  const rows = await read('a;"b;""c""\r\nd";e\r\n1;2;3\r\rx;;\n"";y;z')
  assert.deepEqual(plain(rows), [
    ['a', 'b;"c"\r\nd', 'e'],
    ['1', '2', '3'],
    ['x', '', ''],
    ['', 'y', 'z'],
  ])
  assert.deepEqual(
    rows.map(row => row.rowNo),
    [1, 2, 4, 5],
  ) // blank lines count
})

test('reads the same in pieces of any size, and goes on where it stopped', async () => {
  const text = '\ufeffNr;Größe;"Ä "" ö"\r\n1;"zwei\r\nZeilen";€\n"kaputt"x;1;2\n2;"ß";😀\r3;;\n'
  for (const encoding of ['utf-8', 'utf-16le'] as const) {
    const format = { ...utf8, encoding }
    const bytes = encodeText(text, encoding)
    const whole = await read(bytes, format, bytes.length)
    assert.deepEqual(plain(whole)[0], ['Nr', 'Größe', 'Ä " ö'])
    for (let size = 1; size < bytes.length; size++)
      assert.deepEqual(await read(bytes, format, size), whole, `${size}`)
    for (const [at, { endByte, rowNo }] of whole.entries()) {
      const rest = await Array.fromAsync(
        readCsv(inPieces(bytes.subarray(endByte), 5), format, { byte: endByte, rowNo }),
      )
      assert.deepEqual(rest, whole.slice(at + 1))
    }
  }
})

test('a row that cannot be read is broken for itself, and the next line is the next row', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a;"b"c;d', 'quote'],
    ['a;5" Rohr;d', 'quote'],
    ['a;"never closed;d', 'quote'],
    ['a;\0;d', 'character'],
  ]
  for (const [line, why] of cases) {
    const rows = await read(`h;i;j\n${line}\n1;2;3\n`)
    assert.deepEqual(plain(rows), [['h', 'i', 'j'], why, ['1', '2', '3']], line)
  }
  const invalid = await read(Buffer.from([...Buffer.from('a;b\n'), 0xc3, 0x28, ...Buffer.from(';x\n1;2\n')]))
  assert.deepEqual(plain(invalid), [['a', 'b'], 'character', ['1', '2']])
})

test('a quote that is never closed and a line without an end cost no more than a row may', async () => {
  const long = 'x'.repeat(longestRow + 10)
  const rows = await read(`a;"open\nb;1\n${long}\nc;2\n${'y;'.repeat(longestRow)}\nd;3`, utf8, 65_536)
  assert.deepEqual(plain(rows), ['quote', ['b', '1'], 'length', ['c', '2'], 'length', ['d', '3']])
})

test('finds out encoding, separator, decimal sign and header', async () => {
  const cp1252 = encodeText('Nr;Preis\n1;"3,50"\n2;"Müller – € ”"\n', 'windows-1252')
  assert.equal(await encodingOf(inPieces(cp1252, 3)), 'windows-1252')
  const detected = detectCsv(cp1252)
  assert.deepEqual(detected, {
    encoding: 'windows-1252',
    separator: ';',
    quote: '"',
    decimal: ',',
    decimalSure: true,
    decimalUnclear: false,
    header: true,
    bom: false,
  })
  assert.deepEqual(detected && readSample(cp1252, detected, false)[2]?.fields, ['2', 'Müller – € ”'])
  // The first umlaut stands behind what is looked at first.
  const late = Buffer.concat([Buffer.from('a;b\n'.repeat(40_000)), Buffer.from([0xfc])])
  assert.equal(detectCsv(late.subarray(0, 65_536))?.encoding, 'utf-8')
  assert.equal(await encodingOf(inPieces(late, 10_000)), 'windows-1252')
  const umlauts = encodeText('ä€😀'.repeat(100), 'utf-8')
  assert.equal(await encodingOf(inPieces(umlauts, 3)), 'utf-8')
  const tabs = encodeText('\ufeffNr\tName\tPreis\n1\t"a;b;c"\t1.234,5\n', 'utf-16le')
  assert.equal(await encodingOf(inPieces(tabs, 3)), 'utf-16le')
  assert.equal(detectCsv(tabs)?.separator, '\t')
  assert.equal(detectCsv(tabs)?.bom, true)
  assert.equal(detectCsv(Buffer.from([0xfe, 0xff, 0, 0x41])), undefined)
  assert.equal(detectCsv(Buffer.from('1,"a;b",2\n3,"c;d",4\n'))?.separator, ',')
  assert.equal(detectCsv(Buffer.from('1;2\n3;4\n'))?.header, false)
  assert.deepEqual(headerOf(Buffer.from('Lieferant X\nNr;Name\n1;a\n'), utf8, 2), ['Nr', 'Name'])
})

test('a number that may mean two things is told, and never guessed', () => {
  const seen = (text: string) => {
    const { decimal, decimalSure, decimalUnclear } = detectCsv(Buffer.from(text)) ?? {}
    return [decimal, decimalSure, decimalUnclear]
  }
  assert.deepEqual(seen('Nr;Preis\nA;1.234\nB;5.678\n'), [',', false, true])
  assert.deepEqual(seen('Nr;Preis\nA;1.234\nB;5.67\n'), ['.', true, false])
  assert.deepEqual(seen('Nr;Preis\nA;1.234\nB;5,67\n'), [',', true, false])
  assert.deepEqual(seen('Nr;Preis\nA;1.234.567\nB;5\n'), [',', true, false])
  assert.deepEqual(seen('Nr;Preis\nA;1,234.56\nB;5\n'), ['.', true, false])
  assert.deepEqual(seen('Nr;Preis\nA;12\n'), [',', false, false])
})

test('numbers as people write them', () => {
  const comma: Readonly<Record<string, string | undefined>> = {
    '1.234,50': '1234.50',
    '1234,5': '1234.5',
    '1 234,5': '1234.5',
    "1'234,5": '1234.5',
    '-3': '-3',
    '+3': '3',
    '007': '7',
    ',5': '0.5',
    '12,50 €': '12.50',
    '1.234': '1234',
    '12.5': undefined,
    '1.23.456': undefined,
    '1,2,3': undefined,
    '1e5': undefined,
    abc: undefined,
    '': undefined,
    '1,': undefined,
    '--1': undefined,
    '1.234.56': undefined,
  }
  for (const [text, expected] of Object.entries(comma)) assert.equal(parseDecimal(text, ','), expected, text)
  assert.equal(parseDecimal('1,234.50', '.'), '1234.50')
  assert.equal(parseDecimal('1234,50', '.'), undefined)
})

test('what is written is read as it was, also where a spreadsheet would compute', async () => {
  const cells = ['=1+1', '-5', '-x', "'=a", '@b', 'a;b', 'c"d', 'e\r\nf', ' g ', '', 'Ärger €', '+49 30']
  for (const forSpreadsheets of [false, true]) {
    const [row] = await read(csvLine(cells, { ...utf8, forSpreadsheets }))
    assert.deepEqual(forSpreadsheets ? row?.fields.map(unguarded) : row?.fields, cells)
  }
  assert.equal(guarded('=1+1'), "'=1+1")
  assert.equal(guarded('-5,20'), '-5,20')
})
