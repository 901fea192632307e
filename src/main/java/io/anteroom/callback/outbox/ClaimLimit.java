package io.anteroom.callback.outbox;

/**
 * How many callbacks of a route may be claimed now.
 *
 * @param max at least 1
 * @param maxOfClient how many of the client, on all of its routes together; at least 1
 */
public record ClaimLimit(ClientEndpoint route, int max, int maxOfClient) {}
