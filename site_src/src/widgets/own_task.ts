let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a task of its own, one caller after the other: between two figures that are drawn for the first time the page
 * answers to what the reader does.
 */
export function ownTask(): Promise<void> {
  last = last.then(nextTask);
  return last;
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel(); // a timer would wait longer than it is asked to
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
