package io.anteroom.api.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose id a request has. */
class RequestIdFilterTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "4bf92f35-77b3/retry:2", "~!\"'{}"})
  void theCallersWhereItIsValid(String id) {
    assertEquals(id, RequestIdFilter.idOf(List.of(id)));
    String longest = "x".repeat(128);
    assertEquals(longest, RequestIdFilter.idOf(List.of(longest)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\tb", "a\u007f", "caf\u00e9", "a\u2028b"})
  void anotherOneWhereItIsNot(String id) {
    isOurs(RequestIdFilter.idOf(List.of(id)));
  }

  @Test
  void anotherOneWhereThereIsNoneOrTwoOrALongOne() {
    isOurs(RequestIdFilter.idOf(List.of()));
    isOurs(RequestIdFilter.idOf(List.of("a", "b")));
    isOurs(RequestIdFilter.idOf(List.of("x".repeat(129))));
    assertNotEquals(RequestIdFilter.idOf(List.of()), RequestIdFilter.idOf(List.of()));
  }

  private static void isOurs(String id) {
    assertTrue(id.matches("[0-9a-f]{32}"), id);
  }
}
