/** Receives callbacks: {@link io.anteroom.client.callback.CallbackVerifier}. */
package io.anteroom.client.callback;
