// Loaded into the child that bundledNode.mjs starts: whoever kills the parent with -9 means the program, so the
// child must not live on unseen (it could hold a lease, or run beside its own successor).
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.channel.unref()
}
