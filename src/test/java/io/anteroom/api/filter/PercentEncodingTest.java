package io.anteroom.api.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentEncodingTest {

  @ParameterizedTest
  @CsvSource({
    "/assets/%, true",
    "/assets/%zz, true",
    "/assets/%4, true",
    "/assets/%%20, true",
    "/assets/%-1, true",
    "/assets/%20, false",
    "/assets/%C3%a4, false",
    "/assets/a, false",
    ", false",
  })
  void aPercentSignNeedsTwoHexadecimalDigits(String text, boolean broken) {
    assertEquals(broken, PercentEncoding.isBroken(text));
  }
}
