package io.anteroom.quota;

import io.anteroom.async.ClockReading;
import java.util.UUID;

/**
 * The right to make one upstream call of one class, once, before its use-by.
 *
 * @param grantId which grant of the slot this is: a later one makes this permit worthless
 * @param useBy the last moment to send, by both clocks of this process, taken from before the
 *     grant, so that neither a stopped process nor one on a suspended machine uses it late
 */
public record Permit(
    String account, EndpointClass endpointClass, int slot, UUID grantId, ClockReading useBy) {

  public boolean usableAt(ClockReading now) {
    return now.isSurelyBefore(useBy);
  }
}
