import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMember } from './taxTerritories.ts'
import { checkVatId } from './vatId.ts'

// One of each state that can be right, as people write it and as documents do. Public ids of firms and offices.
const right: readonly (readonly [written: string, vatId: string, state: string])[] = [
  ['atu 13585627', 'ATU13585627', 'AT'],
  ['BE 0428.759.497', 'BE0428759497', 'BE'],
  ['BG 175 074 752', 'BG175074752', 'BG'],
  ['CY-10259033P', 'CY10259033P', 'CY'],
  ['CZ 25123891', 'CZ25123891', 'CZ'],
  ['DE 136,695 976'.replace(',', '.'), 'DE136695976', 'DE'],
  ['DK 13585628', 'DK13585628', 'DK'],
  ['EE 100 931 558', 'EE100931558', 'EE'],
  ['EL 094259216', 'EL094259216', 'GR'],
  ['GR094259216', 'EL094259216', 'GR'],
  ['ES B-58378431', 'ESB58378431', 'ES'],
  ['FI- 2077474-0', 'FI20774740', 'FI'],
  ['FR 40 303 265 045', 'FR40303265045', 'FR'],
  ['GB 980 7806 84', 'GB980780684', 'GB'],
  ['HR 33392005961', 'HR33392005961', 'HR'],
  ['HU-12892312', 'HU12892312', 'HU'],
  ['IE 6433435F', 'IE6433435F', 'IE'],
  ['IE 6433435OA', 'IE6433435OA', 'IE'],
  ['IE 8D79739I', 'IE8D79739I', 'IE'],
  ['IT 00743110157', 'IT00743110157', 'IT'],
  ['LT 119511515', 'LT119511515', 'LT'],
  ['LU 150 274 42', 'LU15027442', 'LU'],
  ['LV 4000 3521 600', 'LV40003521600', 'LV'],
  ['MT 1167-9112', 'MT11679112', 'MT'],
  ['NL004495445B01', 'NL004495445B01', 'NL'],
  ['PL 8567346215', 'PL8567346215', 'PL'],
  ['PT 501 964 843', 'PT501964843', 'PT'],
  ['RO 185 472 90', 'RO18547290', 'RO'],
  ['SE 5561 8884 04 01'.replaceAll(' ', ''), 'SE556188840401', 'SE'],
  ['SI 5022 3054', 'SI50223054', 'SI'],
  ['SK 202 274 96 19', 'SK2022749619', 'SK'],
  ['XI 980 7806 84', 'XI980780684', 'XI'],
]

test('an id of every state is read as people write it', () => {
  for (const [written, vatId, state] of right)
    assert.deepEqual(checkVatId(written), { valid: true, vatId, state }, written)
  const states = new Set(right.map(([, , state]) => state))
  const eu = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' ')
  assert.deepEqual([...states].filter(state => isMember(state, '2026-01-01')).sort(), eu)
})

test('one digit wrong is found in every state', () => {
  for (const [, vatId] of right) {
    // What follows is no number of the firm: 01 of Sweden, B01 of the Netherlands, letters.
    const at = /\d(01|B01|[A-Z]*)$/.exec(vatId)?.index ?? 0
    const digit = vatId[at]
    const others = [...'0123456789'].filter(one => one !== digit)
    const accepted = others.filter(one => checkVatId(vatId.slice(0, at) + one + vatId.slice(at + 1)).valid)
    // Some states reckon modulo 11 and write 10 as 0: there one of nine may slip through.
    assert.ok(accepted.length <= 1, `${vatId}: ${accepted}`)
  }
})

test('what is wrong is said', () => {
  const faultOf = (written: string) => {
    const checked = checkVatId(written)
    return checked.valid ? null : checked.fault
  }
  assert.equal(faultOf(''), 'state')
  assert.equal(faultOf('136695976'), 'state')
  assert.equal(faultOf('CHE-107.787.577'), 'state')
  assert.equal(faultOf('US123456789'), 'state')
  assert.equal(faultOf('DE13669597'), 'form')
  assert.equal(faultOf('DEDE136695976'), 'form')
  assert.equal(faultOf('AT13585627'), 'form')
  assert.equal(faultOf('DE136695978'), 'digits')
  assert.equal(faultOf('DE1366959٧6'), 'form', 'digits of another alphabet')
})
