package io.anteroom.quota;

import java.time.Duration;

/**
 * What is asked of the ledger.
 *
 * @param max how many permits, at least 1
 * @param reserved how many free slots are left to others while all are believed in; fewer in
 *     proportion when refusals lowered what is believed
 * @param callTimeout the hard timeout of one call: a slot whose response is never recorded is taken
 *     until then
 */
public record PermitRequest(
    String account, EndpointClass endpointClass, int max, int reserved, Duration callTimeout) {}
