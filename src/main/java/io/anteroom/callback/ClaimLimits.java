package io.anteroom.callback;

import io.anteroom.callback.outbox.ClaimLimit;
import io.anteroom.callback.outbox.PendingEndpoint;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Decides of which routes how much may be claimed. Stateless. */
final class ClaimLimits {

  private ClaimLimits() {}

  /**
   * The limits of what is due. Of a client no more routes than it has places, those that have
   * waited longest first: a claim locks what it reads, and that is not to grow with the routes.
   */
  static List<ClaimLimit> of(List<PendingEndpoint> pending, DeliveryCapacity deliveryCapacity) {
    return pending.stream()
        .filter(PendingEndpoint::isDue)
        .filter(due -> deliveryCapacity.free(due.route()) > 0)
        .collect(Collectors.groupingBy(due -> due.route().client()))
        .entrySet()
        .stream()
        .flatMap(
            one ->
                ofClient(one.getValue(), deliveryCapacity, deliveryCapacity.free(one.getKey()))
                    .stream())
        .toList();
  }

  private static List<ClaimLimit> ofClient(
      List<PendingEndpoint> due, DeliveryCapacity deliveryCapacity, int places) {
    return due.stream()
        .sorted(Comparator.comparing(PendingEndpoint::dueIn))
        .limit(Math.max(0, places))
        .map(
            one ->
                new ClaimLimit(
                    one.route(), Math.min(places, deliveryCapacity.free(one.route())), places))
        .toList();
  }
}
