import { Button, CopyButton, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface CopiedProps {
  readonly label: string
  readonly help?: string | undefined
  readonly value: string
}

/** Something that has to be entered elsewhere as it is. */
export function Copied({ label, help, value }: CopiedProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      label={label}
      description={help}
      value={value}
      readOnly
      onFocus={event => event.currentTarget.select()}
      rightSectionWidth={100}
      rightSectionProps={{ className: 'copied-button' }}
      rightSection={
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-sm" onClick={copy} aria-label={`${label}: ${t('channels.copy')}`}>
              {t(copied ? 'channels.copied' : 'channels.copy')}
            </Button>
          )}
        </CopyButton>
      }
    />
  )
}
