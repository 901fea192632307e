package io.anteroom.callback.destination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Every URL is refused with a reason, or has one reading only. */
class DestinationPolicyPropertyTest {

  private static final List<String> PIECES =
      List.of(
          "https://",
          "http:",
          "//",
          "/",
          "\\",
          "@",
          ":",
          "#",
          "?",
          ".",
          "%",
          "%40",
          "%2e",
          "[",
          "]",
          "::",
          "::1",
          "127",
          "0x7f",
          "0177",
          "1",
          "443",
          "good",
          "example",
          "localhost",
          "xn--",
          "xn--bcher-kva",
          "ü",
          "ß",
          "。",
          "１",
          "①",
          "\u00ad",
          "\u200d",
          "\u202e",
          " ",
          "\n",
          "\u0000",
          "-",
          "_",
          "a",
          "Z",
          "\ud83d\ude00",
          "\ud800",
          "İ",
          "ſ",
          "K",
          "℀");

  @Property(tries = 20_000)
  void aUrlIsUnambiguousOrRefused(@ForAll("urls") String text) {
    Optional<CallbackUrl> read = read(text);
    Statistics.collect(read.isPresent());
    Statistics.coverage(seen -> seen.check(true).percentage(part -> part > 1));
    read.ifPresent(DestinationPolicyPropertyTest::canBeReadInOneWay);
  }

  private static Optional<CallbackUrl> read(String text) {
    try {
      return Optional.of(CallbackUrl.parse(text, true));
    } catch (DestinationRefusedException e) {
      assertFalse(e.getMessage().isBlank());
      return Optional.empty();
    }
  }

  private static void canBeReadInOneWay(CallbackUrl url) {
    URI uri = url.uri();
    assertEquals(url.host().text(), uri.getHost());
    assertTrue(uri.toString().chars().allMatch(c -> c > ' ' && c < 127), uri::toString);
    assertEquals(Optional.empty(), Optional.ofNullable(uri.getRawUserInfo()));
    assertEquals(url, CallbackUrl.parse(uri.toString(), true), "and stays what it is");
    if (url.host().literal().isEmpty()) {
      assertFalse(uri.getHost().matches("[0-9.]+|\\[.*|(.*\\.)?0x[0-9a-f]*"), uri.getHost());
    }
  }

  @Provide
  Arbitrary<String> urls() {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.of(PIECES)), Tuple.of(1, Arbitraries.strings().ofMaxLength(3)));
    return piece
        .list()
        .ofMinSize(1)
        .ofMaxSize(10)
        .map(pieces -> "https://" + String.join("", pieces));
  }
}
