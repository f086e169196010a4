import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that the workspace stands on; undefined where it is no git checkout, or there is no git. */
export async function gitCommit(workspace: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: workspace });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
