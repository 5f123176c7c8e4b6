import { explain } from '../../src/channels/reasons.ts'
import { type ChannelPage, connectorPage, type NamedTest } from './connectorPage.ts'
import { jtlShopPage } from './jtlShopPage.ts'

/** Every page whose tables are written. */
export const channelPages: readonly ChannelPage[] = [connectorPage, jtlShopPage]

/** Where the tables of a page in `docs/channels/` begin. */
const mark = '<!-- written by npm run quirks; do not edit below -->'

/** The page with its tables as they have to be; what stands above the mark is left as it is. */
export function withTables(text: string, page: ChannelPage): string {
  return `${text.slice(0, text.indexOf(mark))}${mark}\n\n${tables(page).join('\n')}\n`
}

function tables({ codes, habits, heading, seenAt }: ChannelPage): readonly string[] {
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
    heading,
    '',
    row(['habit', seenAt, 'the shop of the tests has it', 'Kontor lives with it']),
    '|---|---|---|---|',
    ...habits.map(({ quirk, seenAt, shown, copes }) =>
      row([quirk, seenAt, shown ? named(shown) : '–', copes ? named(copes) : 'not used']),
    ),
  ]
}

function named([file, title]: NamedTest): string {
  return `“${title}” (\`${file}\`)`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
