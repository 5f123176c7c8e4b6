import { useTranslation } from 'react-i18next'
import { StateSign } from '../../ui/Chip.tsx'
import { Panel } from '../../ui/Panel.tsx'

/** A new installation: the three steps, and how far they are. */
export function FirstSteps({ channels }: { readonly channels: number }) {
  const { t } = useTranslation()
  const steps = [
    { word: t('home.stepCompany'), done: true, help: undefined },
    { word: t('home.stepChannel'), done: channels > 0, help: t('home.stepChannelHelp') },
    { word: t('home.stepSync'), done: false, help: undefined },
  ]
  return (
    <Panel title={t('home.firstSteps')}>
      <ol className="steps">
        {steps.map(step => (
          <li key={step.word}>
            <span className={step.done ? 'tone-ok' : 'tone-mute'}>
              <StateSign sign={step.done ? 'done' : 'empty'} />
            </span>
            <div>
              <span className="strong">{step.word}</span>{' '}
              <span className="text2">{step.done ? t('home.done') : t('home.openStep')}</span>
              {step.help ? <p className="text2">{step.help}</p> : null}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
