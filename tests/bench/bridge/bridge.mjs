// SPDX-License-Identifier: GPL-2.0-or-later
// An external bridge, as streamers run them: listens to the gateway and lets OBS act by obs-websocket.
//   node bridge.mjs WAY GATEWAY_URL CA_FILE OBS_URL
// WAY: "direct" acts by obs-websocket's own requests; "switcher" tells Advanced Scene Switcher by its vendor request;
// "nothing" reads and drops. Prints "ready" once it is subscribed and connected.
import fs from "node:fs";
import WebSocket from "ws";
import { OBSWebSocket } from "obs-websocket-js";

const [way, gatewayUrl, caFile, obsUrl] = process.argv.slice(2);
const scene = "Main";
const obs = new OBSWebSocket();
let sceneItemId = 0;
let shown = false;

// What came of a request is not waited for: that would only make it slower.
const call = (type, data) => obs.call(type, data).catch((error) => console.error(type, error.message));
const show = (sceneItemEnabled) => call("SetSceneItemEnabled", { sceneName: scene, sceneItemId, sceneItemEnabled });
const tellSwitcher = (message) =>
  call("CallVendorRequest", {
    vendorName: "AdvancedSceneSwitcher",
    requestType: "AdvancedSceneSwitcherMessage",
    requestData: { message },
  });

// By the activity's type; each does what the plugin's rule for it does.
const ways = {
  direct: {
    follow: () => show(true),
    cheer: () => show((shown = !shown)),
    tip: () => call("SetCurrentProgramScene", { sceneName: "Alert" }),
  },
  switcher: {
    follow: () => tellSwitcher("show"),
    cheer: () => tellSwitcher("toggle"),
    tip: () => tellSwitcher("switch"),
  },
  nothing: {},
};

async function connectToObs() {
  await obs.connect(obsUrl, undefined, { eventSubscriptions: 0 });
  const found = await obs.call("GetSceneItemId", { sceneName: scene, sourceName: "Confetti" });
  sceneItemId = found.sceneItemId;
}

function listen(actions) {
  const gateway = new WebSocket(gatewayUrl, { ca: fs.readFileSync(caFile) });
  const data = { topic: "channel.activities", token: "made-up", token_type: "apikey" };
  gateway.on("open", () => gateway.send(JSON.stringify({ type: "subscribe", nonce: "bridge", data })));
  gateway.on("message", (text) => {
    const frame = JSON.parse(text);
    if (frame.type === "message") actions[frame.data.type]?.();
    else if (frame.type === "response") console.log(frame.error ? `refused: ${frame.error}` : "ready");
  });
  gateway.on("close", () => process.exit(0));
}

if (way !== "nothing") await connectToObs();
listen(ways[way]);
