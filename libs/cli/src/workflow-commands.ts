import { Writable } from 'node:stream';

/** What a runner skips before it looks for a command: .NET's white space, which has U+0085 where JavaScript's has not. */
const AT_START = /(^|[\r\n])([\s\u0085]*)::/gu;

/**
 * Text of which a runner of GitHub Actions obeys no line: none begins with `::`, none contains `##[`, the older form that it
 * finds anywhere in a line.
 */
export function withoutCommands(text: string): string {
  return text.replace(AT_START, '$1$2: :').replaceAll('##[', '## [');
}

/** The same document with `##[` written in JSON's own escapes; a line of JSON never begins with a colon. */
export function jsonWithoutCommands(text: string): string {
  return text.replaceAll('##[', '#\\u0023[');
}

/** A stream of JSON lines on the way to another. */
export function linesWithoutCommands(stream: NodeJS.WritableStream): NodeJS.WritableStream {
  return new Writable({
    decodeStrings: false,
    write(chunk: unknown, _, done) {
      stream.write(jsonWithoutCommands(String(chunk)));
      done();
    },
  });
}
