import { get, post, remove } from "./api.js";

/** Who has signed in. The key is sent once, and kept nowhere: a cookie that scripts cannot read takes its place. */
let current = {};
let provider;

const PATH = "operator/session";

/** Asks whose session the cookie is; true if there is one. */
export async function resume() {
  current = await get(PATH);
  provider = current.sign_in;
  return isThere();
}

/** Begins a session; false where the browser does not keep the cookie. */
export async function signIn(key) {
  await post(PATH, { body: { key } });
  return resume();
}

export async function signOut() {
  forget();
  await remove(PATH);
}

/** The service has said that the session is over. */
export function forget() {
  current = {};
}

export function isThere() {
  return Boolean(current.operator);
}

export function operator() {
  return current.operator;
}

export function until() {
  return current.until;
}

/** Where an OpenID provider signs operators in; undefined where none does. */
export function signInAddress() {
  return provider;
}

/** Whether the operator may change something. */
export function mayAct() {
  return current.role === "admin";
}
