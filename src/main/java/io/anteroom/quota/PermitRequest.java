package io.anteroom.quota;

import java.time.Duration;
import java.util.UUID;

/**
 * What is asked of the ledger.
 *
 * @param max how many permits, at least 1
 * @param reserved how many free slots are left to others while all are believed in; fewer in
 *     proportion when refusals lowered what is believed
 * @param callTimeout the hard timeout of one call: a slot whose response is never recorded is taken
 *     until then
 * @param pollLease the poll lease of the account without which nothing is granted; null where none
 *     is needed
 */
public record PermitRequest(
    String account,
    EndpointClass endpointClass,
    int max,
    int reserved,
    Duration callTimeout,
    UUID pollLease) {

  /** One that needs no poll lease. */
  public PermitRequest(
      String account, EndpointClass endpointClass, int max, int reserved, Duration callTimeout) {
    this(account, endpointClass, max, reserved, callTimeout, null);
  }
}
