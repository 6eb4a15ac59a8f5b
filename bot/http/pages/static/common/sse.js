// Server-sent events over fetch: EventSource cannot send the Authorization header.

/** @typedef {{kind: string, cursor: string|null, content: string}} ServerEvent */

/**
 * Return a reader of one block of lines; null for comments.
 * @param {string} block
 * @returns {ServerEvent|null}
 */
export function readBlock(block) {
  let kind = "message";
  /** @type {string|null} */
  let cursor = null;
  const content = [];
  for (const line of block.split("\n")) {
    const [, name, value] = /^(\w*):? ?(.*)$/.exec(line) ?? [];
    if (name === "event") kind = value;
    else if (name === "id") cursor = value;
    else if (name === "data") content.push(value);
  }
  return content.length ? { kind, cursor, content: content.join("\n") } : null;
}

/**
 * Yield the events of a response as they come; `onBeat` hears of every sign of life.
 * @param {Response} response
 * @param {() => void} onBeat
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* readEvents(response, onBeat) {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onBeat();
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = readBlock(block);
      if (event) yield event;
    }
  }
}
