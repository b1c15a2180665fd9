// From the browser's push service to a token of Firebase, which the school can push to. It does what Firebase's own
// script does, in the two calls that it takes, and keeps nothing but the token. Loaded when a parent asks for it.

const INSTALLATIONS = "https://firebaseinstallations.googleapis.com/v1";
const REGISTRATIONS = "https://fcmregistrations.googleapis.com/v1";
// Whose protocol this is: version 0.6.24 of the package @firebase/installations, for the web.
const VERSION = "w:0.6.24";
const KEPT = "push-token";

const BROWSERS = [["Edg", "Edge"], ["OPR", "Opera"], ["SamsungBrowser", "Samsung Internet"], ["Firefox|FxiOS", "Firefox"],
  ["Chrome|CriOS", "Chrome"], ["Safari", "Safari"]];
const SYSTEMS = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["CrOS", "ChromeOS"],
  ["Mac OS", "Mac"], ["Linux", "Linux"]];

// Fills in the form of a device. Answers "granted", or what stands in the way: "denied", "default" (no choice was
// made), "unsupported" or "failed".
export async function fill(form, permission) {
  const answer = await permission;
  if (answer !== "granted") return answer;
  try {
    const { elements, dataset } = form;
    const token = await tokenFor(dataset);
    elements.name.value = nameOf(navigator.userAgent);
    elements.replaces.value = localStorage.getItem(KEPT) ?? "";
    elements.token.value = token;
    localStorage.setItem(KEPT, token);
    return answer;
  } catch (error) {
    return { NotAllowedError: "denied", NotSupportedError: "unsupported" }[error.name] ?? "failed";
  }
}

async function tokenFor({ project, app, key, vapid }) {
  await navigator.serviceWorker.register("/push-worker.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = (await subscribed(pushManager, vapid)).toJSON();
  const installation = await post(`${INSTALLATIONS}/projects/${project}/installations`, key, {}, {
    fid: installationId(), authVersion: "FIS_v2", appId: app, sdkVersion: VERSION,
  });
  const proof = { "x-goog-firebase-installations-auth": `FIS ${installation.authToken.token}` };
  const registration = await post(`${REGISTRATIONS}/projects/${project}/registrations`, key, proof, {
    web: { origin: location.host, endpoint: subscription.endpoint, ...subscription.keys, applicationPubKey: vapid },
  });
  if (!registration.token) throw new Error("no token");
  return registration.token;
}

// A subscription that was made for another key cannot be used, nor can another be made beside it.
async function subscribed(pushManager, vapid) {
  const before = await pushManager.getSubscription();
  if (before && base64url(before.options.applicationServerKey) === vapid) return before;
  await before?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: vapid });
}

// 22 characters of base64url, of which the first four bits are 0111.
function installationId() {
  const bytes = crypto.getRandomValues(new Uint8Array(17));
  bytes[0] = 0b01110000 | (bytes[0] & 0b00001111);
  return base64url(bytes).slice(0, 22);
}

function base64url(bytes) {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function post(address, key, proof, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-goog-api-key": key, ...proof },
    body: JSON.stringify(body),
    // Our pages tell other sites nothing; Firebase is told the host, so that the key can be kept to it.
    referrerPolicy: "strict-origin",
  });
  if (!answer.ok) throw new Error(`Firebase answers ${answer.status}`);
  return answer.json();
}

// Such as "Chrome, Android": what the parent recognises it by in the list of devices.
function nameOf(agent) {
  const found = [BROWSERS, SYSTEMS].map((names) => names.find(([mark]) => agent.match(mark))?.[1]);
  return found.filter(Boolean).join(", ");
}
