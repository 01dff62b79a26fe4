import { spawnSync } from 'node:child_process'
import type { Capability } from '../../../sql/sql-types.ts'

/** What this machine gives a process of the sandbox, found out by trying. */
export interface Platform {
  /** Words in front of the command: another network, no new privileges. */
  wrappers: string[]
  /** Whether the shell limits files, CPU time and open files. */
  shellLimits: boolean
  /** Whether the address space of a running process can be capped. */
  prlimit: boolean
  /** Whether the process can become another user. */
  otherUser: boolean
  capabilities: Capability[]
}

const works = (command: string, args: string[]) => {
  const { status } = spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 })
  return status === 0
}

function networkWrapper(root: boolean): string[] | null {
  const tries = root ? [['unshare', '--net']] : [['unshare', '--user', '--net']]
  return tries.find(([command, ...args]) => works(command!, [...args, 'true'])) ?? null
}

const SEE = 'docs/deployment/README.md says how a container or a systemd unit gives it'

function capabilities(
  found: Omit<Platform, 'capabilities' | 'wrappers'> & { net: boolean; noNew: boolean },
): Capability[] {
  const layer = (name: string, active: boolean, given: string, missing: string): Capability => ({
    name,
    active,
    detail: active ? given : `${missing}; ${SEE}`,
  })
  return [
    layer('process', true, 'statements run in processes of their own, without our environment', ''),
    layer(
      'shell_limits',
      found.shellLimits,
      'no file can be written, no core dumped; CPU time and open files are capped',
      'no shell that limits files and CPU time',
    ),
    layer(
      'address_space',
      found.prlimit,
      'the address space ends where the memory limit does',
      'no prlimit: memory is only watched, every few milliseconds',
    ),
    layer(
      'memory_watch',
      process.platform === 'linux',
      'a process over the memory limit is killed',
      'memory of a process cannot be read here',
    ),
    layer(
      'other_user',
      found.otherUser,
      'processes become a user without rights once the snapshot is open',
      'not started as root: processes run as this user',
    ),
    layer(
      'no_network',
      found.net,
      'processes are in an empty network namespace',
      'no network namespace may be made: the network is closed by the engine and the gate only',
    ),
    layer('no_new_privileges', found.noNew, 'no program that they start can gain rights', 'no setpriv'),
  ]
}

let found: Platform | null = null

/** Tried once in the life of this process. */
export function platform(): Platform {
  if (found) return found
  const linux = process.platform === 'linux'
  const root = process.getuid?.() === 0
  const net = linux ? networkWrapper(root) : null
  const noNew = linux && works('setpriv', ['--no-new-privs', 'true'])
  const prlimit = linux && works('prlimit', ['--version'])
  const shellLimits =
    process.platform !== 'win32' &&
    works('/bin/sh', ['-c', 'ulimit -f 0 && ulimit -c 0 && ulimit -t 100 && ulimit -n 64'])
  const facts = { shellLimits, prlimit, otherUser: linux && root }
  found = {
    ...facts,
    wrappers: [...(net ?? []), ...(noNew ? ['setpriv', '--no-new-privs'] : [])],
    capabilities: capabilities({ ...facts, net: net !== null, noNew }),
  }
  return found
}
