import assert from 'node:assert/strict'
import { test } from 'node:test'
import AdmZip from 'adm-zip'
import { onlyFile, zipOf } from './zipFiles.ts'

const text = Buffer.from('Grüner Tee '.repeat(200))
const packed = Buffer.from(zipOf([{ name: 'data.xml', content: text }]))
const directory = packed.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))

test('files keep their order and their bytes, and the same files are the same archive', () => {
  const files = ['z.xml', '501', 'a.xml'].map(name => ({ name, content: text, stored: name === '501' }))
  const archive = Buffer.from(zipOf(files))
  const places = files.map(({ name }) => archive.indexOf(name))
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
  )
  assert.ok(archive.includes(text), 'what is compressed already is stored as it is')
  assert.ok(archive.equals(zipOf(files)))
  assert.deepEqual(Buffer.from(onlyFile(packed, text.length)), text)
})

test('another reader finds every file in it, of whatever size, and its checksum', () => {
  const sizes = [0, 1, 255, 256, 2500, 32_767, 32_768, 65_536, 200_000]
  const files = sizes.flatMap(size => {
    const content = Buffer.from(Array.from({ length: size }, (_, at) => (at * at) % 251))
    return [
      { name: `${size}.xml`, content },
      { name: `${size}.png`, content, stored: true },
    ]
  })
  const entries = new AdmZip(Buffer.from(zipOf(files))).getEntries()
  assert.deepEqual(
    entries.map(entry => entry.entryName),
    files.map(file => file.name),
  )
  for (const [at, { name, content }] of files.entries()) {
    assert.ok(entries[at]?.getData().equals(content), name)
    assert.deepEqual(Buffer.from(onlyFile(zipOf([{ name, content }]), content.length)), content)
  }
})

test('no more is unpacked than is allowed, whatever the archive says of its size', () => {
  assert.throws(() => onlyFile(packed, text.length - 1), /unpacks to/)
  const bomb = Buffer.from(zipOf([{ name: 'data.xml', content: Buffer.alloc(1 << 24) }]))
  bomb.writeUInt32LE(1000, bomb.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24)
  const before = process.memoryUsage().arrayBuffers
  assert.throws(() => onlyFile(bomb, 1 << 20), RangeError)
  assert.ok(process.memoryUsage().arrayBuffers - before < 1 << 23, 'it was unpacked')
})

test('an archive that is cut off, damaged, empty or of several files is refused', () => {
  for (let at = 0; at < packed.length; at++)
    assert.throws(() => onlyFile(packed.subarray(0, at), 1e6), RangeError)
  // Each of the compressed bytes counts; the last one is filled up with bits that say nothing.
  for (let at = 30 + 'data.xml'.length; at < directory - 1; at++) {
    const damaged = Buffer.from(packed)
    damaged[at] = (damaged[at] ?? 0) ^ 0x10
    assert.throws(() => onlyFile(damaged, 1e6), RangeError, `byte ${at}`)
  }
  const file = { name: 'a', content: text }
  assert.throws(() => onlyFile(zipOf([file, { ...file, name: 'b' }]), 1e6), /2 files/)
  assert.throws(() => onlyFile(zipOf([]), 1e6), RangeError)
})
