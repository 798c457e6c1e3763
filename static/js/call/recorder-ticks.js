/** A worker that beats time: pages in the background are given no beat of their own. */

setInterval(() => postMessage(0), 50);
