package io.anteroom.callback;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Decides of which routes how much may be claimed. Stateless. */
final class Rooms {

  private Rooms() {}

  /**
   * The rooms of what is due. Of a client no more routes than it has places, those that have waited
   * longest first: a claim locks what it looks at, and that is not to grow with the routes.
   */
  static List<Room> of(List<PendingRoute> pending, Capacity capacity) {
    return pending.stream()
        .filter(PendingRoute::isDue)
        .filter(due -> capacity.free(due.route()) > 0)
        .collect(Collectors.groupingBy(due -> due.route().client()))
        .entrySet()
        .stream()
        .flatMap(one -> ofClient(one.getValue(), capacity, capacity.free(one.getKey())).stream())
        .toList();
  }

  private static List<Room> ofClient(List<PendingRoute> due, Capacity capacity, int places) {
    return due.stream()
        .sorted(Comparator.comparing(PendingRoute::dueIn))
        .limit(Math.max(0, places))
        .map(one -> new Room(one.route(), Math.min(places, capacity.free(one.route())), places))
        .toList();
  }
}
