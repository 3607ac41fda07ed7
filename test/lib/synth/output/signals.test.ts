import { spawnSync } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a program that has `holdingSignals` and `send`, and which ends by itself after a while. */
function runProgram(text: string) {
  const program = `
    const { holdingSignals } = require('./dist/js/lib/synth/output/signals.js');
    const send = (signal) => process.kill(process.pid, signal);
    const print = (text) => require('node:fs').writeSync(1, text + ' ');
    ${text}
    setTimeout(() => print('end'), 300);`;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return { status, signal, printed: stdout.trim() };
}

test.each(SIGNALS)('%s waits for the work, and ends the process then', (signal) => {
  expect(runProgram(`holdingSignals(() => { send('${signal}'); print('work'); });`)).toEqual({
    status: null,
    signal,
    printed: 'work',
  });
});

test.each(SIGNALS)('%s is not lost between the turns after the work', (signal) => {
  const text = `
    setImmediate(() => send('${signal}'));
    holdingSignals(() => print('work'));`;
  expect(runProgram(text)).toEqual({ status: null, signal, printed: 'work' });
});

test.each(['before', 'after'])('who listens %s the work decides what a signal does', (when) => {
  const listen = `process.on('SIGTERM', () => print('theirs'));`;
  const text = `
    ${when === 'before' ? listen : ''}
    holdingSignals(() => print('work'));
    ${when === 'after' ? listen : ''}
    send('SIGTERM');`;
  expect(runProgram(text)).toEqual({ status: 0, signal: null, printed: 'work theirs end' });
});

test('a listener that acts only where it is alone finds itself alone', () => {
  const text = `
    holdingSignals(() => print('work'));
    process.on('SIGTERM', () => print(process.listenerCount('SIGTERM')));
    send('SIGTERM');`;
  expect(runProgram(text).printed).toBe('work 1 end');
});

test('work upon work adds no listeners', () => {
  const text = `
    for (let i = 0; i < 20; i += 1) holdingSignals(() => undefined);
    print(process.listenerCount('SIGTERM'));`;
  expect(runProgram(text).printed).toBe('1 end');
});

test('a process that was held ends when it has nothing more to do', () => {
  expect(runProgram(`holdingSignals(() => undefined);`)).toEqual({
    status: 0,
    signal: null,
    printed: 'end',
  });
});
