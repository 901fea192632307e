package io.anteroom.sandbox.upstream.assets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetPageTest {
  private static final List<Integer> FIVE = IntStream.rangeClosed(1, 5).boxed().toList();

  @Test
  void isAPartOfTheList() {
    assertEquals(List.of(1, 2), AssetPage.of(FIVE, new PageRequest(1, 2)).items());
    assertEquals(List.of(5), AssetPage.of(FIVE, new PageRequest(3, 2)).items());
    assertEquals(List.of(), AssetPage.of(FIVE, new PageRequest(4, 2)).items());
    assertEquals(List.of(), AssetPage.of(FIVE, new PageRequest(Integer.MAX_VALUE, 100)).items());
  }

  @Test
  void knowsHowManyPagesThereAre() {
    assertEquals(3, AssetPage.of(FIVE, new PageRequest(1, 2)).totalPages());
    assertEquals(1, AssetPage.of(FIVE, new PageRequest(1, 5)).totalPages());
    assertEquals(0, AssetPage.of(List.of(), new PageRequest(1, 5)).totalPages());
  }

  @Test
  void isTheFirstPageOfTenByDefault() {
    assertEquals(new PageRequest(1, 10), PageRequest.of(null, null));
    assertEquals(new PageRequest(3, 100), PageRequest.of("3", "100"));
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "-1, 10", "1, 0", "1, 101", "x, 10", "1, x", "99999999999, 1"})
  void isRefusedOutsideItsRange(String page, String pageSize) {
    assertThrows(InvalidInputException.class, () -> PageRequest.of(page, pageSize));
  }
}
