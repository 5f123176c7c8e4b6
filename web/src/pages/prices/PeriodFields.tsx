import { useTranslation } from 'react-i18next'
import { DayField, TimeField } from '../../ui/DayFields.tsx'
import { beginOf, type DayTime, endOf } from '../../ui/period.ts'

interface PeriodFieldsProps {
  readonly from: DayTime
  readonly to: DayTime
  readonly onFrom: (from: DayTime) => void
  readonly onTo: (to: DayTime) => void
  /** What an empty begin means. */
  readonly fromEmpty: string
  /** The begin stays as it is. */
  readonly fixed?: boolean
}

/** From when until when something holds, by the clock of who types it. */
export function PeriodFields({ from, to, onFrom, onTo, fromEmpty, fixed = false }: PeriodFieldsProps) {
  const { t } = useTranslation()
  return (
    <fieldset className="price-period">
      <DayField
        label={t('prices.fromDay')}
        aria-label={t('prices.fromDay')}
        description={fromEmpty}
        value={from.day}
        readOnly={fixed}
        onChange={day => onFrom({ ...from, day })}
      />
      <TimeField
        label={t('prices.fromTime')}
        value={from.time}
        readOnly={fixed}
        onChange={time => onFrom({ ...from, time })}
      />
      <DayField
        label={t('prices.toDay')}
        aria-label={t('prices.toDay')}
        description={t('prices.toNever')}
        value={to.day}
        error={isBackwards(from, to) ? t('prices.periodWrong') : undefined}
        onChange={day => onTo({ ...to, day })}
      />
      <TimeField label={t('prices.toTime')} value={to.time} onChange={time => onTo({ ...to, time })} />
      <p className="text2">{t('prices.timeHelp')}</p>
    </fieldset>
  )
}

/** Whether the end is not after the begin. */
export function isBackwards(from: DayTime, to: DayTime): boolean {
  const [begin, end] = [beginOf(from) ?? new Date().toISOString(), endOf(to)]
  return end !== undefined && end <= begin
}
