package io.anteroom.callback;

/**
 * How many callbacks of an endpoint may be claimed now.
 *
 * @param endpoint scheme, host and port
 * @param most at least 1
 */
record Room(String endpoint, int most) {}
