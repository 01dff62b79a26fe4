// Preloaded into the processes that `npm start` keeps: when it is killed outright, they are not left behind.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// The wait for it keeps nobody alive.
process.channel?.unref()
