/** What one STUN or TURN server gives a browser: addresses, or an error. */

/** @typedef {{types: Set<string>, code: number, text: string, took: number}} Gathered `code` of the last error, 0 for none */

const PATIENCE = 10_000;

/**
 * @param {RTCConfiguration} configuration
 * @param {string} wanted the type of candidate after which nothing more is waited for
 * @returns {Promise<Gathered>}
 */
export async function gather(configuration, wanted) {
  const connection = new RTCPeerConnection(configuration);
  const gathered = { types: new Set(), code: 0, text: "", took: 0 };
  const started = performance.now();
  try {
    await new Promise((done) => {
      const timer = setTimeout(done, PATIENCE);
      connection.onicecandidateerror = ({ errorCode: code, errorText: text }) => Object.assign(gathered, { code, text });
      connection.onicecandidate = ({ candidate }) => {
        gathered.types.add(candidate?.type);
        if (!candidate || candidate.type === wanted) {
          clearTimeout(timer);
          done(undefined);
        }
      };
      connection.createDataChannel("doctor");
      void connection.setLocalDescription();
    });
  } finally {
    connection.close();
  }
  return { ...gathered, took: performance.now() - started };
}
