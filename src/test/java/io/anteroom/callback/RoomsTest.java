package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.callback.Attempt.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomsTest {

  private final Capacity capacity =
      new Capacity(
          TestSettings.of(DeliverySettings.class),
          new StoppedClock(),
          new CallbackMetrics(new SimpleMeterRegistry()));

  @Test
  void aClientWithAThousandDeadHostsLeavesThePlacesOfTheOthers() {
    List<PendingRoute> pending = new ArrayList<>();
    IntStream.range(0, 1000).forEach(i -> pending.add(due("alice", "https://e" + i, i)));
    pending.add(due("bob", "https://well", 0));
    List<Room> rooms = Rooms.of(pending, capacity);
    assertEquals(17, rooms.size(), "16 of alice, 1 of bob");
    assertTrue(rooms.contains(new Room(new Route("alice", "https://e999"), 4, 16)), "the oldest");
    rooms.stream()
        .map(Room::route)
        .filter(route -> route.client().equals("alice"))
        .forEach(capacity::begin);
    assertEquals(48, capacity.free());
    assertEquals(
        List.of(new Room(new Route("bob", "https://well"), 4, 16)), Rooms.of(pending, capacity));
  }

  @Test
  void whatOneClientBreaksIsOpenToTheOthers() {
    Route broken = new Route("alice", "https://shared");
    IntStream.range(0, 5).forEach(i -> capacity.attempted(broken, Outcome.FAILED));
    assertEquals(
        List.of(new Room(new Route("bob", "https://shared"), 4, 16)),
        Rooms.of(
            List.of(due("alice", "https://shared", 1), due("bob", "https://shared", 1)), capacity));
  }

  private static PendingRoute due(String client, String endpoint, int since) {
    return new PendingRoute(new Route(client, endpoint), Duration.ofSeconds(-since));
  }
}
