import { explain } from '../../src/channels/reasons.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import { contractTopics, declined } from '../../testkit/contract/contractSuite.ts'
import { shopSubject } from '../../testkit/jtlConnector/contractSubject.ts'
import { type ChannelPage, connectorPage, type NamedTest } from './connectorPage.ts'
import { jtlShopPage } from './jtlShopPage.ts'
import { shopware5Page } from './shopware5Page.ts'

/** Every page whose tables are written. */
export const channelPages: readonly ChannelPage[] = [connectorPage, jtlShopPage, shopware5Page]

/** Where the tables of a page in `docs/channels/` begin. */
const mark = '<!-- written by npm run quirks; do not edit below -->'

/** The page with its tables as they have to be; what stands above the mark is left as it is. */
export function withTables(text: string, page: ChannelPage): string {
  return `${text.slice(0, text.indexOf(mark))}${mark}\n\n${tables(page).join('\n')}\n`
}

function tables(page: ChannelPage): readonly string[] {
  const { codes, habits, seenAt } = page
  return [
    '## When something is wrong',
    '',
    row(['code', 'what it says', 'what to do']),
    '|---|---|---|',
    ...codes.map(code => {
      // What the shop says itself stands in place of the dots.
      const said = explain(code, { detail: '…', kb: '…', path: '…', kinds: '…' })
      return row([`\`${code}\``, said.en, said.remedy.en])
    }),
    '',
    // Of the connector that two generations of a simulated shop are there for.
    ...(page === connectorPage ? notPlayed() : []),
    page.heading,
    '',
    row(['habit', seenAt, 'the shop of the tests has it', 'Kontor lives with it']),
    '|---|---|---|---|',
    ...habits.map(({ quirk, seenAt, shown, copes }) =>
      row([quirk, seenAt, shown ? named(shown) : '–', copes ? named(copes) : 'not used']),
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
  return [
    '## Not played',
    '',
    'Cases of the [contract suite](../contract.md) that neither generation of the simulated shop can play, and why:',
    '',
    row(['case', 'why not']),
    '|---|---|',
    ...new Set(rows),
    '',
  ]
}

function named([file, title]: NamedTest): string {
  return `“${title}” (\`${file}\`)`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
