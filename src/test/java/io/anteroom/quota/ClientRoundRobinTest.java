package io.anteroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientRoundRobinTest {

  private final ClientRoundRobin turns = new ClientRoundRobin();

  @Test
  void clientsTakeTurnsHoweverManyCallsOneHas() {
    IntStream.range(0, 4).forEach(i -> turns.add(waiter("greedy")));
    turns.add(waiter("modest"));
    turns.add(waiter("third"));
    List<String> expected = List.of("greedy", "modest", "third", "greedy", "greedy", "greedy");
    assertEquals(expected, turns.inOrder().stream().map(w -> w.deadline().client()).toList());
    assertEquals(2 + 1, turns.ahead("modest") - 1);
    assertEquals(3, turns.ahead("new"));
    List<String> served = new ArrayList<>();
    for (PermitWaiter next = turns.next(); next != null; next = turns.next()) {
      served.add(next.deadline().client());
    }
    assertEquals(expected, served);
    assertNull(turns.next());
  }

  @Test
  void aServedClientComesAfterTheOthers() {
    turns.add(waiter("a"));
    turns.add(waiter("a"));
    turns.add(waiter("b"));
    assertEquals("a", turns.next().deadline().client());
    turns.add(waiter("c"));
    assertEquals("b", turns.next().deadline().client());
    assertEquals("a", turns.next().deadline().client());
    assertEquals("c", turns.next().deadline().client());
  }

  @Test
  void aClientHasAQuarterOfThePlaces() {
    PermitWaiter first = waiter("greedy");
    assertTrue(turns.add(first));
    IntStream.range(1, 250).forEach(i -> assertTrue(turns.add(waiter("greedy"))));
    assertFalse(turns.add(waiter("greedy")));
    IntStream.range(0, 750).forEach(i -> assertTrue(turns.add(waiter("client " + i % 7))));
    assertEquals(1000, turns.size());
    assertFalse(turns.add(waiter("another")));
    assertTrue(turns.remove(first));
    assertFalse(turns.remove(first));
    assertTrue(turns.add(waiter("another")));
  }

  private static PermitWaiter waiter(String client) {
    return new PermitWaiter(
        null, CallDeadline.ofCaller(client, Duration.ZERO), Runnable::run, null);
  }
}
