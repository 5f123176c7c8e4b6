import { Button, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ActionName } from '../../api/orderActs.ts'
import { Icon } from '../../ui/Icon.tsx'
import type { Reason } from '../../ui/ReasonButton.tsx'

interface MoreActionsProps {
  readonly names: readonly ActionName[]
  readonly reasonsOf: (name: ActionName) => readonly Reason[]
  readonly onAct: (name: ActionName) => void
}

/** The acts that are not needed every day. What cannot be done now stays in sight, with the reason below it. */
export function MoreActions({ names, reasonsOf, onAct }: MoreActionsProps) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end" width={340} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button rightSection={<Icon name="down" size={12} />}>{t('orderActs.more')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {names.map(name => {
          const [reason] = reasonsOf(name)
          return (
            <Menu.Item
              key={name}
              closeMenuOnClick={reason === undefined}
              {...(reason ? { 'aria-disabled': true, className: 'more-blocked' } : {})}
              onClick={() => {
                if (!reason) onAct(name)
              }}
            >
              {`${t(`orderActs.${name}`)} …`}
              {reason ? (
                <span className="more-reason">
                  {[reason.reason, reason.remedy].filter(Boolean).join(' ')}
                </span>
              ) : null}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
