import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'

/** Keys as they stand on a keyboard: "Ctrl+Enter" is shown in the words of the language. */
export function Keys({ keys }: { readonly keys: string }) {
  const { t } = useTranslation()
  const shown: Readonly<Record<string, string>> = {
    Ctrl: t('common.ctrl'),
    Enter: '↵',
    Space: t('common.space'),
    Shift: t('common.shift'),
    Up: '↑',
    Down: '↓',
    Left: '←',
  }
  return (
    <span className="keys" aria-hidden="true">
      {keys.split('+').map((key, at) => (
        <Fragment key={key}>
          {at > 0 ? ' ' : null}
          <kbd>{shown[key] ?? key}</kbd>
        </Fragment>
      ))}
    </span>
  )
}
