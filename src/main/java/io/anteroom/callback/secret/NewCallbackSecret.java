package io.anteroom.callback.secret;

/**
 * A secret that was just made; the only time that it is told. Immutable.
 *
 * @param secret the secret
 * @param facts what can be told of it later
 */
public record NewCallbackSecret(CallbackSecret secret, SecretInfo facts) {}
