import './channelName.css'

/** A sales channel as it stands in rows: its letter in a box, and its name. */
export function ChannelName({ name, large = false }: { readonly name: string; readonly large?: boolean }) {
  return (
    <span className="channel-name">
      <ChannelSign name={name} large={large} />
      <span className="channel-text">{name}</span>
    </span>
  )
}

/** The letter in its box. */
export function ChannelSign({ name, large = false }: { readonly name: string; readonly large?: boolean }) {
  return (
    <span className={large ? 'channel-sign channel-sign-large' : 'channel-sign'} aria-hidden="true">
      {name.slice(0, 1).toUpperCase()}
    </span>
  )
}
