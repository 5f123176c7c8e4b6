/** `npm run quirks`: tries every switch and fault of the simulators and writes what comes of each to docs/contract.md, and the tables of docs/channels/. */
import { readFile, writeFile } from 'node:fs/promises'
import { faultTable } from '../../testkit/jtlConnector/faults.ts'
import { quirkTable } from '../../testkit/jtlConnector/quirks.ts'
import { channelPages, withTables } from './connectorTables.ts'
import { referenceFaultRows } from './faultTable.ts'
import { allFlips, type Flip, tryFlip } from './quirkFlips.ts'
import { referenceFlips, tryReference } from './referenceTable.ts'

const page = new URL('../../docs/contract.md', import.meta.url)
const mark = '<!-- written by npm run quirks; do not edit below -->'

for (const one of channelPages) {
  const file = new URL(`../../docs/channels/${one.system}.md`, import.meta.url)
  await writeFile(file, withTables(await readFile(file, 'utf8'), one))
}

const flips = allFlips()
for (const flip of flips) await tryFlip(flip)
for (const flip of referenceFlips()) await tryReference(flip)
const text = await readFile(page, 'utf8')
await writeFile(page, `${text.slice(0, text.indexOf(mark))}${mark}\n\n${tables().join('\n')}\n`)
console.log(
  `${flips.length} of the shop and ${referenceFlips().length} of the reference system hold; docs/contract.md and docs/channels/ are written`,
)

function tables(): readonly string[] {
  const names = [...new Set(flips.map(flip => `${flip.name} ${flip.to}`))]
  return [
    '### The simulated shop',
    '',
    row(['switch', 'stands', 'in', 'what it is', 'what comes of it']),
    '|---|---|---|---|---|',
    ...names.map(name => shopRow(flips.filter(flip => `${flip.name} ${flip.to}` === name))),
    '',
    '### The reference system',
    '',
    row(['option', 'instead of', 'shapes', 'what comes of it']),
    '|---|---|---|---|',
    ...referenceRows(),
    '',
    row(['fault', 'what comes of it']),
    '|---|---|',
    ...Object.entries(referenceFaultRows).map(([fault, said]) =>
      row([
        `\`${fault}\``,
        'mutant' in said ? `copes; noticed: a connector that ${said.mutant}` : `harmless: ${said.why}`,
      ]),
    ),
  ]
}

function shopRow(ofBoth: readonly Flip[]): string {
  const [first] = ofBoth
  if (!first) return ''
  const words = {
    ...faultTable,
    ...Object.fromEntries(Object.entries(quirkTable).map(([name, { what }]) => [name, what])),
  }
  const what =
    Object.entries(words).find(([name]) => name === first.name)?.[1] ??
    'what a failing model does to its batch'
  const outcomes = [...Map.groupBy(ofBoth, outcomeOf)]
  const said = outcomes.map(([outcome, some]) =>
    outcomes.length === 1 ? outcome : `${some.map(flip => flip.generation).join(', ')}: ${outcome}`,
  )
  return row([
    `\`${first.name}\``,
    first.to,
    ofBoth.map(flip => flip.generation).join(', '),
    what,
    said.join('; '),
  ])
}

function outcomeOf({ verdict }: Flip): string {
  switch (verdict?.as) {
    case 'noticed':
      return `**noticed** by “${verdict.by}”: ${verdict.why}`
    case 'copes':
      return `copes; noticed by “${verdict.by}”: a connector that ${verdict.mutant.name}`
    case 'harmless':
      return `harmless: ${verdict.why}`
    case undefined:
      return ''
  }
}

function referenceRows(): readonly string[] {
  const groups = Map.groupBy(referenceFlips(), ({ option, from, to, verdict }) =>
    JSON.stringify([option, from, to, verdict]),
  )
  return [...groups.values()].map(list => {
    const [first] = list
    if (!first) return ''
    const { option, from, to, verdict } = first
    const said = 'by' in verdict ? `**noticed** by “${verdict.by}”` : `harmless: ${verdict.why}`
    return row([`\`${option}\`: ${to}`, from, list.map(flip => flip.shape).join(', '), said])
  })
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
