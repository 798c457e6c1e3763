/** Daily's own library, from our own static files, fetched when somebody first joins a call that Daily carries. */

const ADDRESS = new URL("../../vendor/daily.js", import.meta.url).href;

/** @type {Promise<any> | null} */
let loading = null;

/**
 * @returns {Promise<any>} what the library calls `Daily`; rejects where it cannot be fetched, and may be asked again
 */
export function library() {
  loading ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: ADDRESS });
    script.onload = () => resolve(/** @type {any} */ (globalThis).Daily);
    script.onerror = () => {
      loading = null;
      script.remove();
      reject(new Error("the library could not be fetched"));
    };
    document.head.append(script);
  });
  return loading;
}
