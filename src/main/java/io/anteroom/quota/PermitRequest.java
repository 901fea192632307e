package io.anteroom.quota;

import java.time.Duration;

/**
 * What is asked of the ledger.
 *
 * @param account the account that pays
 * @param endpointClass the class of the calls
 * @param most how many permits at the most, at least 1
 * @param leave how many free slots are left for others while all are believed in; fewer in
 *     proportion when refusals lowered what is believed
 * @param callTimeout the hard timeout of one call: a slot whose answer is never recorded is taken
 *     until then
 */
public record PermitRequest(
    String account, EndpointClass endpointClass, int most, int leave, Duration callTimeout) {}
