const LAST = 60;
const lines = [];

/** Notes what passes on a page's sockets, for the one who has to find out why a run failed. */
export function overhear(page) {
  page.on('websocket', (socket) => {
    const note = (line) => {
      lines.push(`${new Date().toISOString()} ${page.url()} ${line}`);
      lines.splice(0, lines.length - LAST);
    };
    socket.on('framesent', ({ payload }) => note(`> ${gist(payload)}`));
    socket.on('framereceived', ({ payload }) => note(`< ${gist(payload)}`));
    socket.on('close', () => note('closed'));
  });
}

export function overheard() {
  return lines.join('\n');
}

function gist(payload) {
  try {
    const { type, ok, code, conversation } = JSON.parse(payload);
    const owner = conversation?.owner;
    return [type, ok, code, owner?.kind, owner?.agent].filter((each) => each !== undefined).join(' ');
  } catch {
    return `${payload.length} bytes`;
  }
}
