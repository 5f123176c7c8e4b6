import { Button, Checkbox, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, isProblem } from '../../api/problem.ts'
import { StateSign } from '../../ui/Chip.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { readDecimal, signOf } from '../../words/decimalText.ts'
import { quantity, count as shownCount } from '../../words/format.ts'
import { type Scan, useScans } from './useScans.ts'

interface ScanPanelProps {
  readonly id: string
  /** An item number that is to be counted again: it goes into the field. */
  readonly wanted: string | undefined
  readonly onCounted: () => void
}

/**
 * Counting by scanner or keyboard: the code, Enter, how many, Enter, and the field waits for the next one. Or each scan is
 * one piece more. What is not known says so and is not counted; nobody has to touch the mouse.
 */
export function ScanPanel({ id, wanted, onCounted }: ScanPanelProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const [text, setText] = useState('')
  const [each, setEach] = useState(false)
  const codeField = useRef<HTMLInputElement>(null)
  const quantityField = useRef<HTMLInputElement>(null)
  const { scans, waiting, count } = useScans(id, onCounted)
  useEffect(() => codeField.current?.focus(), [])
  useEffect(() => {
    if (wanted === undefined) return
    setCode(wanted)
    quantityField.current?.focus()
  }, [wanted])
  useShortcut('/', () => codeField.current?.focus())
  const given = readDecimal(text)
  // Scanned into the wrong field: no warehouse holds ten million of a thing.
  const isCode = /^\d{7,}$/.test(text.trim())
  const submit = () => {
    const plain = code.trim()
    if (plain === '') return codeField.current?.focus()
    if (!each && (given === undefined || given === '' || isCode)) return quantityField.current?.focus()
    count(plain, each ? '1' : (given ?? ''), each)
    setCode('')
    setText('')
    codeField.current?.focus()
  }
  return (
    <form
      className="taking-scan"
      aria-label={t('stocktaking.count')}
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      <TextInput
        ref={codeField}
        label={t('stocktaking.code')}
        placeholder={t('stocktaking.codeHint')}
        value={code}
        autoComplete="off"
        spellCheck={false}
        onChange={event => setCode(event.currentTarget.value)}
      />
      <DecimalField
        ref={quantityField}
        label={t('stocktaking.quantity')}
        value={each ? '1' : text}
        onChange={setText}
        readOnly={each}
        error={isCode ? t('stocktaking.looksLikeCode') : undefined}
        bare
      />
      <Button type="submit">{t('stocktaking.take')}</Button>
      <Checkbox
        size="xs"
        label={t('stocktaking.eachScan')}
        checked={each}
        onChange={event => {
          setEach(event.currentTarget.checked)
          codeField.current?.focus()
        }}
      />
      <div className="taking-scans" role="log" aria-label={t('stocktaking.lastCounts')}>
        {waiting > 0 ? <p className="text2">{t('stocktaking.onWay', { n: shownCount(waiting) })}</p> : null}
        {scans.map((scan, at) => (
          <ScanSaid key={scan.no} scan={scan} newest={at === 0} />
        ))}
      </div>
    </form>
  )
}

function ScanSaid({ scan, newest }: { readonly scan: Scan; readonly newest: boolean }) {
  const { t } = useTranslation()
  const { done, error, code } = scan
  if (!done) {
    const why = error instanceof ApiProblem ? error.details.detail : t('common.noAnswer')
    return (
      <p className="tone-bad strong">
        <StateSign sign="failed" />{' '}
        {isProblem(error, 'ITEM_UNKNOWN')
          ? t('stocktaking.saidUnknown', { code })
          : t('stocktaking.saidRefused', { code, why })}
      </p>
    )
  }
  const sign = signOf(done.difference)
  const named = {
    item: done.itemNumber,
    counted: quantity(done.counted),
    booked: quantity(done.booked),
    difference: `${sign > 0 ? '+' : ''}${quantity(done.difference)}`,
  }
  return (
    <p className={newest ? 'strong' : 'text2'}>
      <span className={sign === 0 ? 'tone-ok' : 'tone-warn'}>
        <StateSign sign={sign === 0 ? 'done' : 'check'} />
      </span>{' '}
      {sign === 0 ? t('stocktaking.saidEqual', named) : t('stocktaking.saidDifferent', named)}
    </p>
  )
}
