package io.anteroom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingHintsTest {

  private final PendingHints pending = new PendingHints();

  @Test
  void whatComesMeanwhileLeavesTogether() {
    pending.add("a", List.of("1"));
    assertEquals(Map.of("a", List.of("1")), pending.next());
    pending.add("a", List.of("2"));
    pending.add("b", List.of("3"));
    pending.add("a", List.of("4"));
    assertEquals(Map.of(), pending.next());
    pending.left();
    assertEquals(Map.of("a", List.of("2", "4"), "b", List.of("3")), pending.next());
    pending.left();
    assertEquals(Map.of(), pending.next());
  }

  @Test
  void whatDoesNotFitIsDropped() {
    pending.add("a", Collections.nCopies(PendingHints.MAX + 1, "hint"));
    int left = 0;
    for (int i = 0; i < PendingHints.MAX / PendingHints.AT_ONCE; i++) {
      left += pending.next().get("a").size();
      pending.left();
    }
    assertEquals(PendingHints.MAX, left);
    assertEquals(Map.of(), pending.next());
  }

  @Test
  void aSenderHearsOnlyOthers() {
    String message = HintMessage.of("me", List.of("1", "2"));
    assertEquals(List.of(), HintMessage.ofOthers("me", message));
    assertEquals(List.of("1", "2"), HintMessage.ofOthers("m", message));
  }
}
