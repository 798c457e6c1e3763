// The page of a room at Daily, as far as daily-js talks to one: joins with a token, opens the devices, tells what happens.
(() => {
  const query = new URLSearchParams(location.search);
  const name = location.pathname.split("/").pop();
  const sent = (message) => parent.postMessage({ what: "iframe-call-message", from: "embedded", callClientId: query.get("emb"), ...message }, "*");
  const post = async (path, body) => (await fetch(`/fake-daily/${name}/${path}`, { method: "POST", body: JSON.stringify(body) })).json();
  const KINDS = ["audio", "video", "screenAudio", "screenVideo"];
  let session = "";
  let hangs = false;
  let me = null;
  let stream = new MediaStream();
  const others = new Map();

  const participant = (each, local) => ({
    session_id: each.session, user_id: each.user_id, user_name: each.user_name, owner: each.owner, local, record: false,
    joined_at: new Date(), will_eject_at: new Date(0), cam_info: {}, screen_info: {},
    permissions: { hasPresence: true, canSend: true, canReceive: { base: true }, canAdmin: each.owner },
    tracks: Object.fromEntries(KINDS.map((kind) => [kind, { subscribed: true, state: each.on?.[kind] ? "playable" : "off" }])),
  });

  const fail = (type, errorMsg) => {
    session = "";
    stream.getTracks().forEach((track) => track.stop());
    sent({ action: "error", errorMsg, error: { type, msg: errorMsg } });
    sent({ action: "left-meeting" });
  };

  const open = async () => {
    stream.getTracks().forEach((track) => track.stop());
    stream = new MediaStream();
    if (me.on.audio || me.on.video) {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: me.on.audio, video: me.on.video });
      } catch (error) {
        me.on = { ...me.on, audio: false, video: false };
        sent({ action: "camera-error", errorMsg: { errorMsg: error.name }, error: { type: "permissions", msg: error.name } });
      }
    }
    document.querySelector("video").srcObject = stream;
  };

  const tell = async () => {
    sent({ action: "participant-updated", participant: participant(me, true) });
    // Whether Daily still lives is for watch() to notice.
    await post("state", { session, on: me.on, user_name: me.user_name }).catch(() => {});
  };

  const join = async ({ properties }) => {
    const answer = await post("enter", { token: properties.token ?? query.get("t") }).catch(() => ({ error: "connection-error" }));
    if (answer.error) {
      fail(answer.error, `refused: ${answer.error}`);
      return;
    }
    session = answer.session;
    hangs = answer.hangs;
    me = { ...answer, user_name: properties.userName || answer.user_name, on: { audio: !properties.startAudioOff, video: !properties.startVideoOff } };
    await open();
    sent({ action: "joined-meeting", participants: { local: participant(me, true) }, internal: { _maxAppMessageSize: 4096 } });
    await tell();
    void watch();
  };

  const watch = async () => {
    let missed = 0;
    while (session) {
      const seen = await post("watch", { session }).catch(() => null);
      missed = seen ? 0 : missed + 1;
      if (!session) {
        return;
      } else if (missed > 3) {
        fail("connection-error", "Signaling connection interrupted");
      } else if (seen?.gone) {
        fail(seen.gone, seen.gone === "no-room" ? "Meeting room was deleted" : "Ejected");
      } else if (seen) {
        follow(seen.others);
        await obey(seen.can_send);
      }
      await new Promise((done) => setTimeout(done, 300));
    }
  };

  // What this tab may not send any more goes off by itself.
  const obey = async (allowed) => {
    const may = (kind) => allowed === true || (Array.isArray(allowed) && allowed.includes(kind));
    const off = KINDS.filter((kind) => me.on[kind] && !may(kind));
    if (off.length) {
      off.forEach((kind) => (me.on[kind] = false));
      await open();
      await tell();
    }
  };

  const follow = (list) => {
    for (const each of list) {
      const action = others.has(each.session) ? "participant-updated" : "participant-joined";
      if (JSON.stringify(others.get(each.session)) !== JSON.stringify(each)) {
        others.set(each.session, each);
        sent({ action, participant: participant(each, false) });
      }
    }
    for (const [id, each] of others) {
      if (!list.some(({ session }) => session === id)) {
        others.delete(id);
        sent({ action: "participant-left", participant: participant(each, false) });
      }
    }
    document.querySelector("ul").replaceChildren(...list.map((each) => Object.assign(document.createElement("li"), { textContent: each.user_name })));
  };

  const leave = async () => {
    const was = session;
    session = "";
    stream.getTracks().forEach((track) => track.stop());
    if (was) {
      await post("leave", { session: was }).catch(() => {});
    }
    sent({ action: "left-meeting" });
  };

  const ears = {
    "join-meeting": join,
    "leave-meeting": () => !hangs && leave(),
    "local-audio": async ({ state }) => { me.on.audio = state; await open(); await tell(); },
    "local-video": async ({ state }) => { me.on.video = state; await open(); await tell(); },
    "local-screen-start": async () => { me.on.screenVideo = true; await tell(); sent({ action: "local-screen-share-started" }); },
    "local-screen-stop": async () => { me.on.screenVideo = false; await tell(); sent({ action: "local-screen-share-stopped" }); },
    "set-user-name": async ({ name: userName, callbackStamp }) => { me.user_name = userName; await tell(); sent({ callbackStamp, userName }); },
  };
  addEventListener("message", ({ data }) => {
    if (data?.what === "iframe-call-message" && data.from === "module") {
      void ears[data.action]?.(data);
    }
  });
  document.querySelector("button").addEventListener("click", () => void leave());
  // A tab that is closed or loaded anew is not there any more; its line tells, whether its script does or not.
  addEventListener("pagehide", () => session && navigator.sendBeacon(`/fake-daily/${name}/leave`, JSON.stringify({ session })));
  // Sharing a screen is asked of the library only once it has heard this.
  sent({ action: "call-machine-initialized" });
  sent({ action: "loaded" });
})();
