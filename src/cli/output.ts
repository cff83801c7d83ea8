// Standard output and error. Node's own streams cost milliseconds to set up, so they are only used for a terminal.
import { fstatSync, writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import type { Output } from './io.ts';

/** `stream` is asked for only where the descriptor may be a terminal. */
export function outputOn(descriptor: number, stream: () => WriteStream): Output {
  if (mayBeTerminal(descriptor)) {
    const terminal = stream();
    terminal.on('error', ignoreClosed);
    return terminal;
  }
  let _isClosed = false;
  return {
    write(text) {
      // A reader that has seen enough (`| head`) is no error.
      _isClosed ||= !writeAll(descriptor, text);
    },
  };
}

function mayBeTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return true;
  }
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** False where the reader is gone. A pipe that another program made non-blocking asks to be tried again. */
function writeAll(descriptor: number, text: string): boolean {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE' || code === 'EOF') return false;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return true;
}
