package io.anteroom.callback.destination;

import static io.anteroom.callback.destination.DestinationFixture.PUBLIC;
import static io.anteroom.callback.destination.DestinationFixture.PUBLIC_V6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The default policy over a few names that lead to public and to internal addresses. */
final class KnownNames {

  private static final Duration SOON = Duration.ofSeconds(10);

  static final DestinationPolicy POLICY =
      DestinationFixture.of(
          DestinationFixture.names(
              Map.ofEntries(
                  Map.entry("good.example", List.of(PUBLIC, PUBLIC_V6)),
                  Map.entry("xn--bcher-kva.example", List.of(PUBLIC)),
                  Map.entry("xn--fa-hia.example", List.of(PUBLIC)),
                  Map.entry("xn--wxahcw.example", List.of(PUBLIC)),
                  Map.entry("xn--r8jz45g.example", List.of(PUBLIC)),
                  Map.entry("loop.example", List.of("127.0.0.1")),
                  Map.entry("loop6.example", List.of("::1")),
                  Map.entry("inside.example", List.of("10.1.2.3")),
                  Map.entry("cloud.example", List.of("169.254.169.254")),
                  Map.entry("mapped.example", List.of("::ffff:10.0.0.1")),
                  Map.entry("half.example", List.of(PUBLIC, "192.168.0.1")),
                  Map.entry("tunnel.example", List.of(PUBLIC_V6, "2002:7f00:1::")))));

  private KnownNames() {}

  /** Why a URL is refused; fails where it is not. */
  static String refusal(String url) {
    DestinationRefusedException refused =
        assertThrows(
            DestinationRefusedException.class, () -> POLICY.admit(url).await().atMost(SOON), url);
    assertEquals(0, refused.getStackTrace().length);
    return refused.getMessage();
  }
}
