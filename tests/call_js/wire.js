/** The harness's own line to its server, with the manners of the real one. */

/** @type {WebSocket | undefined} */
let socket;
let isUp = false;

export const wire = {
  get isUp() {
    return isUp;
  },
  // This one never dies silently.
  doubt() {},
  restart() {
    socket?.close();
  },
  /** @param {string} event @param {object} data @param {string} audience */
  send(event, data, audience) {
    if (socket?.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ event, data, audience }));
    }
  },
};

function connect() {
  socket = new WebSocket(`ws://${location.host}/ws${location.search}`);
  socket.onopen = () => {
    isUp = true;
    document.dispatchEvent(new CustomEvent("wire:up"));
  };
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    document.dispatchEvent(new CustomEvent(`wire:${frame.event}`, { detail: frame }));
  };
  socket.onclose = () => {
    if (isUp) {
      isUp = false;
      document.dispatchEvent(new CustomEvent("wire:down"));
    }
    setTimeout(connect, 500);
  };
}

connect();
