package io.anteroom.passthrough;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchCacheKeyTest {

  @Test
  void isTheSameForTheSamePartsOnly() {
    Set<String> keys = new HashSet<>();
    keys.add(SearchCache.key(List.of("account", "alice", "text", "{}")));
    keys.add(SearchCache.key(List.of("account", "bob", "text", "{}")));
    keys.add(SearchCache.key(List.of("accounta", "lice", "text", "{}")));
    keys.add(SearchCache.key(List.of("account", "alice", "url", "{}")));
    keys.add(SearchCache.key(List.of("account", "alice", "text{", "}")));
    assertEquals(5, keys.size());
    keys.add(SearchCache.key(List.of("account", "alice", "text", "{}")));
    assertEquals(5, keys.size());
  }
}
