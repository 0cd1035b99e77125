// SPDX-License-Identifier: GPL-2.0-or-later
// A client of npm's obs-websocket-js, run by scripts_test.cpp, with a rule "Welcome" for follows in the queue "alerts".
import assert from 'node:assert/strict';
import { OBSWebSocket, EventSubscription } from 'obs-websocket-js';

const obs = new OBSWebSocket();
await obs.connect('ws://127.0.0.1:4455', undefined, { eventSubscriptions: EventSubscription.Vendors });

const call = async (requestType, requestData) => {
  const request = { vendorName: 'obs-astro', requestType, ...(requestData && { requestData }) };
  return (await obs.call('CallVendorRequest', request)).responseData;
};

// Events that came, and those who wait for one.
const came = [];
const waiting = new Set();
obs.on('VendorEvent', ({ vendorName, eventType, eventData }) => {
  if (vendorName !== 'obs-astro') return;
  came.push({ eventType, eventData });
  waiting.forEach((look) => look());
});
const event = (type, fits = () => true) =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no ${type}; there were ${JSON.stringify(came)}`)), 30000);
    const look = () => {
      const found = came.find(({ eventType, eventData }) => eventType === type && fits(eventData));
      if (!found) return;
      clearTimeout(late);
      waiting.delete(look);
      resolve(found.eventData);
    };
    waiting.add(look);
    look();
  });

const status = await call('GetStatus');
assert.equal(status.accounts[0].state, 'subscribed');
assert.deepEqual(status.accounts[0].topics, [{ topic: 'channel.activities' }]);
assert.equal(status.paused, false);

const { rules } = await call('GetRules');
assert.deepEqual(
  rules.map(({ name, enabled, problems }) => ({ name, enabled, problems })),
  [{ name: 'Welcome', enabled: true, problems: [] }],
);

assert.deepEqual(await call('Explain', { kind: 'follow', user: 'Ada' }), { fired: [{ rule: 'Welcome' }], notFired: [] });
assert.ok((await call('Explain', { kind: 'sneeze' })).error);

assert.equal((await call('Pause')).waiting, 0);
await call('SendEvent', { kind: 'follow', user: 'Ada' });
assert.equal((await event('Event')).summary, 'Somebody follows: Ada');
assert.equal((await event('QueueChanged', ({ queue, waiting: count }) => queue === 'alerts' && count === 1)).paused, true);
assert.equal((await call('Resume')).waiting, 0);
assert.deepEqual(await event('RuleFired'), { rule: 'Welcome', user: 'Ada' });
await call('Skip', { queue: 'alerts' });

await call('SetRuleEnabled', { rule: 'Welcome', enabled: false });
assert.equal((await call('GetRules')).rules[0].enabled, false);
await call('SetRuleEnabled', { rule: 'Welcome', enabled: true });

assert.deepEqual(await call('SetCounter', { counter: 'deaths', value: 3 }), { counters: { deaths: 3 } });
const { events } = await call('GetHistory', { limit: 1 });
assert.equal(events.length, 1);
assert.deepEqual(await call('Replay', { id: events[0].id }), {});

await obs.disconnect();
console.log('all is well');
