package io.anteroom.api.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.core.EntityTag;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfNoneMatchTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "W/\"3\"",
        "\"3\"",
        "W/\"3\" , \"7\"",
        "\"abc\",\"3\"",
        ",W/\"3\",",
        "\"a,b\", \"3\""
      })
  void aTagAmongOthersMatches(String header) {
    IfNoneMatch known = parse(header);
    assertTrue(known.present());
    assertTrue(known.matches(tag(3)));
    assertFalse(known.matches(tag(4)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"abc\"", "W/\"\"", "\"3x\"", "\"-3\"", "\"99999999999\""})
  void aForeignTagMatchesNothing(String header) {
    IfNoneMatch known = parse(header);
    assertTrue(known.present());
    assertFalse(known.matches(tag(3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "3", "w/\"3\"", "\"3", "\"3\" \"4\"", "*, \"3\"", ",", "\"a, 3\""})
  void invalidTagsAreIgnored(String header) {
    assertFalse(parse(header).present());
  }

  @Test
  void severalLinesAreOneList() {
    assertEquals(Set.of("1", "2"), parse("\"1\"", "W/\"2\"").tags());
    assertFalse(IfNoneMatch.parse(null).present());
  }

  /** The most that the server takes as headers. */
  @Test
  void aLongHeaderIsReadInBoundedTime() {
    assertTimeout(
        Duration.ofSeconds(5), () -> assertTrue(parse("\"1\",".repeat(2048)).matches(tag(1))));
    assertTimeout(Duration.ofSeconds(5), () -> parse(" ,".repeat(4096) + "x"));
    assertTimeout(Duration.ofSeconds(5), () -> parse("\"1\", ,".repeat(1365) + "x"));
  }

  @Test
  void aStarMatchesTheCurrentTag() {
    IfNoneMatch any = parse("*");
    assertTrue(any.any());
    assertTrue(any.matches(tag(5)));
    assertTrue(any.at(tag(5)).matches(tag(5)));
    assertFalse(any.at(tag(5)).matches(tag(6)));
  }

  private static EntityTag tag(int event) {
    return TaskResponses.tagOfEvent(event);
  }

  private static IfNoneMatch parse(String... lines) {
    return IfNoneMatch.parse(Arrays.asList(lines));
  }
}
