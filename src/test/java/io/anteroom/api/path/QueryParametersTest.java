package io.anteroom.api.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryParametersTest {

  @Test
  void readsPairsWithAnAmpersandInBetween() {
    assertRead(Map.of(), null);
    assertRead(Map.of(), "");
    assertRead(Map.of(), "&&");
    assertRead(Map.of("a", List.of("1", "2"), "b", List.of("")), "a=1&b&a=2&");
    assertRead(Map.of("a", List.of("b=c")), "a=b=c");
    assertRead(Map.of("", List.of("x")), "=x");
  }

  @Test
  void aSemicolonIsPartOfTheValue() {
    assertRead(Map.of("sort", List.of("score;desc")), "sort=score;desc");
    assertRead(Map.of("a;b", List.of("1;")), "a;b=1;");
  }

  @Test
  void namesThatDifferInTheirCaseAreOthers() {
    assertRead(Map.of("a", List.of("1"), "A", List.of("2")), "a=1&A=2");
  }

  @Test
  void decodesOnce() {
    assertRead(Map.of("a b", List.of("+ä%41")), "a+b=%2B%C3%A4%2541");
    assertRead(Map.of("a", List.of("1&b=2;c#d")), "a=1%26b%3D2%3Bc%23d#e=5");
  }

  private static void assertRead(Map<String, List<String>> parameters, String query) {
    assertEquals(parameters, QueryParameters.of(query));
  }
}
