package io.anteroom.api.response;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZip",
        "deflate, gzip",
        "br;q=1.0, gzip;q=0.8, *;q=0",
        "gzip;q=0.001",
        "*",
        "identity,*;q=0.5",
        ",gzip ,",
        "gzip ; q=1"
      })
  void gzipIsTaken(String header) {
    assertTrue(AcceptEncoding.takes("gzip", List.of(header)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "br",
        "gzip;q=0",
        "gzip; q=0.000",
        "gzip ; Q=0.0",
        "*;q=0",
        "gzip;q=0, *",
        "xgzip",
        "gzip2"
      })
  void gzipIsNotTaken(String header) {
    assertFalse(AcceptEncoding.takes("gzip", List.of(header)));
  }

  @Test
  void withoutTheHeaderNothingIsAskedFor() {
    assertFalse(AcceptEncoding.takes("gzip", null));
    assertTrue(AcceptEncoding.takes("gzip", List.of("br", "gzip")));
  }

  /** The most that the server takes as headers. */
  @Test
  void aLongHeaderIsReadInBoundedTime() {
    List<String> gzip = List.of("gzip" + " ".repeat(16_000) + "; q" + " ".repeat(16_000));
    assertTimeout(Duration.ofSeconds(5), () -> AcceptEncoding.takes("gzip", gzip));
    assertTimeout(
        Duration.ofSeconds(5), () -> AcceptEncoding.takes("gzip", List.of(",".repeat(16_000))));
  }
}
