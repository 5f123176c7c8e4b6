/** The check of a connection: harmless where all is well, and clear where it is not. */

import assert from 'node:assert/strict'
import type { CheckReport } from '../../src/port/checkReport.ts'
import type { Settings } from '../../src/port/connector.ts'
import { PortError, Refused, Unreachable } from '../../src/port/errors.ts'
import type { Bench } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { type ImpostorKind, impostorKinds, startImpostor } from './impostor.ts'
import { place } from './incoming.ts'
import type { ContractSubject } from './subject.ts'

/** Codes that say: there is nothing like our system at this address. */
const elsewhere = ['URL_WRONG', 'URL_INVALID', 'PROTOCOL_UNKNOWN', 'REMOTE_UNAVAILABLE'] as const
const unauthorised = ['AUTH_EXPIRED', 'AUTH_FORBIDDEN'] as const

/** The cases of `check` and of being somewhere else. */
export function checkCases({ connector }: ContractSubject): readonly ContractCase[] {
  // What Kontor makes itself is never wrong here, but there.
  const secrets = connector.settings.filter(
    field => field.kind === 'secret' && field.required && field.from !== 'kontor',
  )
  return [
    {
      name: 'checks a good connection: every line is well, and explained in German and English',
      run: async bench => {
        const report = await bench.connector.check(bench.run().run)
        heardReport(bench, report)
        assert.ok(report.system.trim() !== '', 'the system has a name')
        assert.ok(report.lines.length > 0, 'nothing was looked at')
        for (const line of report.lines) {
          assert.ok(line.ok, `${line.code}: ${line.text.en}`)
          assert.match(line.code, /^[A-Z][A-Z0-9_]*$/)
          assert.ok(
            line.text.de.trim() && line.text.en.trim(),
            `${line.code} is not explained in both languages`,
          )
        }
        assert.deepEqual(JSON.parse(JSON.stringify(report.facts)), report.facts, 'facts are stored as JSON')
      },
    },
    {
      name: 'writes nothing and consumes nothing by checking',
      needs: ['state'],
      run: async bench => {
        await place(bench, 2)
        const before = await bench.system.state?.()
        heardReport(bench, await bench.connector.check(bench.run().run))
        assert.equal(await bench.system.state?.(), before)
      },
    },
    {
      name: 'says of a wrong secret that access is refused, without showing it',
      notFor: unless(secrets.length > 0, 'this connector has no secret'),
      run: async bench => {
        const wrong = changed(bench, field => (field.kind === 'secret' ? 'planted-wrong-secret' : undefined))
        const finding = await findingOf(bench, wrong)
        if (finding instanceof PortError) assert.ok(finding instanceof Refused, String(finding))
        assert.ok(isOneOf(codeOf(finding), unauthorised), `${codeOf(finding)} for a wrong secret`)
      },
    },
    {
      name: 'says that nobody answers where nobody does',
      needs: ['address'],
      run: async bench => {
        const impostor = await startImpostor('html')
        await impostor.stop()
        const finding = await findingOf(bench, at(bench, impostor.origin))
        if (finding instanceof PortError) assert.ok(finding instanceof Unreachable, String(finding))
        assert.equal(codeOf(finding), 'REMOTE_UNAVAILABLE')
      },
    },
    ...(['serverError', 'html', 'cutBefore'] as const).map(fault => ({
      name: `does not call a system well that answers the check with ${fault}`,
      needs: [fault] as const,
      run: async (bench: Bench) => {
        bench.system.fault(fault, 'check', 1)
        const finding = await findingOf(bench, bench.system.settings)
        if (finding instanceof PortError) assert.ok(finding instanceof Unreachable, String(finding))
        assert.ok(isOneOf(codeOf(finding), elsewhere), `${codeOf(finding)} after ${fault}`)
      },
    })),
    ...impostorKinds.map(kind => ({
      name: `recognises that it is not its system that answers (${kind}), and shows no secret`,
      needs: ['address'] as const,
      run: (bench: Bench) => recognises(bench, kind),
    })),
  ]
}

async function recognises(bench: Bench, kind: ImpostorKind): Promise<void> {
  const impostor = await startImpostor(kind)
  try {
    const settings = at(bench, impostor.origin)
    const finding = await findingOf(bench, settings)
    if (finding instanceof PortError)
      assert.ok(finding instanceof Refused || finding instanceof Unreachable, String(finding))
    const expected = kind === 'echo401' ? [...elsewhere, ...unauthorised] : elsewhere
    assert.ok(
      isOneOf(codeOf(finding), expected),
      `${codeOf(finding)} at an address that answers with ${kind}`,
    )
    assert.equal(impostor.followed, 0, 'a redirect was followed, with the secrets on board')
    // A run meets the same: opening it, or the first call in it.
    const error = await bench.failure(firstCall(bench, settings))
    assert.ok(error instanceof Refused || error instanceof Unreachable, String(error))
    assert.equal(impostor.followed, 0, 'a redirect was followed, with the secrets on board')
  } finally {
    await impostor.stop()
  }
}

async function firstCall(bench: Bench, settings: Settings): Promise<unknown> {
  const { connector } = bench
  const { session } = await bench.open(settings)
  const kind = connector.pull?.kinds[0]
  if (!kind || !connector.pull) return connector.check(bench.run(settings).run)
  return connector.pull.read(
    kind.kind,
    await connector.pull.fetch(session, kind.kind, { startedAt: bench.clock.now() }, kind.firstPage),
    bench.mapContext(),
  )
}

/** What a failing check comes to: the error that it throws, or the first line that is not well. */
async function findingOf(bench: Bench, settings: Settings): Promise<PortError | CheckReport> {
  const report = bench.connector.check(bench.run(settings).run)
  const answer = await report.catch(() => undefined)
  if (!answer) return bench.failure(report)
  heardReport(bench, answer)
  return answer
}

function codeOf(finding: PortError | CheckReport): string {
  if (finding instanceof PortError) return finding.code
  return finding.lines.find(line => !line.ok)?.code ?? 'nothing wrong'
}

function isOneOf(code: string, codes: readonly string[]): boolean {
  return codes.includes(code)
}

function heardReport(bench: Bench, report: CheckReport): void {
  bench.heard(JSON.stringify(report))
}

function changed(bench: Bench, to: (field: { key: string; kind: string }) => string | undefined): Settings {
  const entries = bench.connector.settings.map(field => [
    field.key,
    to(field) ?? bench.system.settings[field.key],
  ])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** The settings, with another server at the address. */
function at(bench: Bench, origin: string): Settings {
  return changed(bench, field => {
    const address = bench.system.settings[field.key]
    if (field.kind !== 'url' || address === undefined) return undefined
    const { pathname, search } = new URL(address)
    return `${origin}${pathname === '/' ? '' : pathname}${search}`
  })
}
