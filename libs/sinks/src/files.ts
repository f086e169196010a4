import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Forces a file onto the disk and takes its measure; `sha256` in lower-case hex. */
export async function settle(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const handle = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    const stream: AsyncIterable<Buffer> = handle.createReadStream({ highWaterMark: 1 << 20, autoClose: false });
    for await (const chunk of stream) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    await handle.sync();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
