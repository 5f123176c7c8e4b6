import { explain } from '../../src/channels/reasons.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import { contractTopics, declined } from '../../testkit/contract/contractSuite.ts'
import { shopSubject } from '../../testkit/jtlConnector/contractSubject.ts'
import { codesToMeet, type NamedTest, seenQuirks } from './connectorPage.ts'

/** Where the tables of `docs/channels/jtl-connector.md` begin. */
export const mark = '<!-- written by npm run quirks; do not edit below -->'

/** The page with its tables as they have to be; what stands above the mark is left as it is. */
export function connectorPage(text: string): string {
  return `${text.slice(0, text.indexOf(mark))}${mark}\n\n${tables().join('\n')}\n`
}

function tables(): readonly string[] {
  return [
    '## When something is wrong',
    '',
    row(['code', 'what it says', 'what to do']),
    '|---|---|---|',
    ...codesToMeet.map(code => {
      // What the shop says itself stands in place of the dots.
      const said = explain(code, { detail: '…', kb: '…', path: '…', kinds: '…' })
      return row([`\`${code}\``, said.en, said.remedy.en])
    }),
    '',
    '## Not played',
    '',
    'Cases of the [contract suite](../contract.md) that neither generation of the simulated shop can play, and why:',
    '',
    row(['case', 'why not']),
    '|---|---|',
    ...notPlayed(),
    '',
    '## Habits of endpoints',
    '',
    row(['habit', 'seen at core', 'the shop of the tests has it', 'Kontor lives with it']),
    '|---|---|---|---|',
    ...seenQuirks.map(({ quirk, seenAt, shown, copes }) =>
      row([quirk, seenAt, shown ? named(shown) : '–', named(copes)]),
    ),
  ]
}

function notPlayed(): readonly string[] {
  const rows = ([5, 3] as const).flatMap(generation => {
    const subject = { ...shopSubject(generation), connector, keepsWhatItGives: true } as const
    return [...contractTopics(subject).values()].flat().flatMap(entry => {
      const why = declined(subject, entry)
      return why === undefined ? [] : [row([entry.name, why.replace(/^\w+: /, '')])]
    })
  })
  return [...new Set(rows)]
}

function named([file, title]: NamedTest): string {
  return `“${title}” (\`${file}\`)`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
