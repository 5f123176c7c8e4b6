import {
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Menu,
  Modal,
  NativeSelect,
  Popover,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'

const petrol = [
  '#EAF3F4',
  '#DDEDEF',
  '#B9D8DC',
  '#8FBFC6',
  '#5E9AA4',
  '#2F7F8C',
  '#0B6170',
  '#094F5C',
  '#073F49',
  '#052F37',
] as const

/** Mantine's components, dressed in the tokens: small, square, quiet. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 6, dark: 4 },
  colors: { petrol },
  defaultRadius: 4,
  fontFamily: '"IBM Plex Sans Variable", "Segoe UI", system-ui, sans-serif',
  fontSizes: { xs: '12px', sm: '13px', md: '14px' },
  lineHeights: { xs: '18px', sm: '18px', md: '20px' },
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'compact-sm', variant: 'default' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', radius: 2 } }),
    Menu: Menu.extend({ defaultProps: { transitionProps: { duration: 0 }, shadow: 'none', radius: 4 } }),
    Modal: Modal.extend({
      defaultProps: { transitionProps: { duration: 0 }, radius: 6, shadow: 'none', centered: true },
    }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'xs' } }),
    Popover: Popover.extend({ defaultProps: { transitionProps: { duration: 0 }, shadow: 'none' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({
      defaultProps: { transitionProps: { duration: 0 }, events: { hover: true, focus: true, touch: true } },
    }),
  },
})

/** Mantine's own variables, pointed at the tokens. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--btn)',
    '--mantine-color-dimmed': 'var(--text3)',
    '--mantine-color-placeholder': 'var(--text3)',
    '--mantine-color-anchor': 'var(--accent-text)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-disabled': 'var(--sunken)',
    '--mantine-color-disabled-color': 'var(--text2)',
    '--mantine-color-disabled-border': 'var(--btn)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
  }
  return { variables: {}, light: both, dark: both }
}
