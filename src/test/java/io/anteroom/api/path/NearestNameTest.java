package io.anteroom.api.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  private static final List<String> KNOWN =
      List.of("page", "page_size", "status", "collection_id", "created_after", "created_before");

  @ParameterizedTest
  @CsvSource({
    "colection_id, collection_id",
    "collectionId, collection_id",
    "collection, collection_id",
    "pagesize, page_size",
    "Page-Size, page_size",
    "state, status",
    "pages, page",
    "created_befor, created_before",
    "limit,",
    "x,",
    "'',",
  })
  void isWhatWasProbablyMeant(String name, String expected) {
    assertEquals(Optional.ofNullable(expected), NearestName.of(name, KNOWN));
  }

  @ParameterizedTest
  @CsvSource({
    "pagesize, page_size",
    "pages, page",
    "statu, status",
    "stutus, status",
    "state,",
    "colection, ",
    "'',",
  })
  void isASlipWithOneLetterOnly(String name, String expected) {
    assertEquals(Optional.ofNullable(expected), NearestName.slip(name, KNOWN));
  }

  @ParameterizedTest
  @CsvSource({"page"})
  void isNothingWhereNothingIsKnown(String name) {
    assertEquals(Optional.empty(), NearestName.of(name, List.of()));
  }
}
