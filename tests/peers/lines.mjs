// What the peers share: JSON lines out, commands in, and an end when the test that started them ends.
import { createInterface } from 'node:readline';

export function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

// Each line goes to `answer`, and what that returns is said: so a test knows when a command is in force.
// The end of stdin is the end of the peer, so none is left behind by a test that died.
export function obey(answer) {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (!line.trim()) return;
    try {
      say(answer(JSON.parse(line)));
    } catch (error) {
      say({ error: `${error.name}: ${error.message}` });
    }
  });
  lines.on('close', () => process.exit(0));
}

// For a peer whose commands set a switch each: `switches` has a function for each name.
export function obeySwitches(switches) {
  obey((command) => {
    const names = Object.keys(command);
    const unknown = names.find((name) => !Object.hasOwn(switches, name));
    if (unknown !== undefined) throw new Error(`no such command: ${unknown}`);
    for (const name of names) switches[name](command[name]);
    return { obeyed: command };
  });
}

// Listens on the loopback, on a free port unless one is named, and says on which.
export function listen(server, wanted = 0) {
  server.listen(Number(wanted), '127.0.0.1', () => {
    const { port } = (server.server ?? server).address();
    say({ ready: true, port });
  });
}
