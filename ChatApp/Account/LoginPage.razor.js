// Runs once after a log-out that the person chose. An ended session clears nothing: see Farewell.cs.
const { person } = document.querySelector('script[data-person]').dataset;
const prefix = `chatapp:${person}:`;
for (const key of Object.keys(localStorage).filter(key => key.startsWith(prefix)))
    localStorage.removeItem(key);
indexedDB.deleteDatabase(`${prefix}files`);
const tabs = new BroadcastChannel('chatapp');
tabs.postMessage({ kind: 'logged-out', person });
tabs.close();
