package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatestUsedMapTest {

  @Test
  void theOneThatWasUsedLongestAgoGoes() {
    Map<String, Integer> map = new LatestUsedMap<>(2);
    map.put("a", 1);
    map.put("b", 2);
    map.get("a");
    map.put("c", 3);
    assertEquals(Set.of("a", "c"), map.keySet());
    map.put("a", 4);
    map.put("d", 5);
    assertEquals(Set.of("a", "d"), map.keySet());
  }
}
