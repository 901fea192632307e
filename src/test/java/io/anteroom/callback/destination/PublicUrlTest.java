package io.anteroom.callback.destination;

import static io.anteroom.callback.destination.KnownNames.POLICY;
import static io.anteroom.callback.destination.KnownNames.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of the open internet, accepted by the default settings, and names that are ambiguous. */
class PublicUrlTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @ParameterizedTest
  @CsvSource({
    "https://good.example, https://good.example",
    "https://good.example/, https://good.example/",
    "HTTPS://Good.Example:8443/Hook?a=B%20c&d=1, https://good.example:8443/Hook?a=B%20c&d=1",
    "https://good.example?x=1, https://good.example?x=1",
    "https://good.example:65535/, https://good.example:65535/",
    "https://good.example:1/, https://good.example:1/",
    "https://good.example/a:b@c/, https://good.example/a:b@c/",
    "https://good.example/ü, https://good.example/%C3%BC",
    "https://good.example/u\u0308?q=\u212b, https://good.example/u%CC%88?q=%E2%84%AB",
    "https://good.example/?a[]=1&b=😀, https://good.example/?a[]=1&b=%F0%9F%98%80",
    "https://BÜCHER.example/, https://xn--bcher-kva.example/",
    "https://xn--fa-hia.example/, https://xn--fa-hia.example/",
    "https://πολυ.example/, https://xn--wxahcw.example/",
    "https://例え.example/, https://xn--r8jz45g.example/",
    "https://bücher.example/, https://xn--bcher-kva.example/",
    "https://ｇood。example/, https://good.example/",
    "https://93.184.215.14/, https://93.184.215.14/",
    "https://172.15.255.255/, https://172.15.255.255/",
    "https://172.32.0.0/, https://172.32.0.0/",
    "https://100.63.255.255/, https://100.63.255.255/",
    "https://198.20.0.1/, https://198.20.0.1/",
    "https://223.255.255.255/, https://223.255.255.255/",
    "https://[2606:2800:21f:cb07::1]:443/x, https://[2606:2800:21f:cb07::1]:443/x",
    "https://[::ffff:93.184.215.14]/, https://[::ffff:93.184.215.14]/",
    "https://[64:ff9b::93.184.215.14]/, https://[64:ff9b::93.184.215.14]/",
    "https://[2002:5db8:d70e::1]/, https://[2002:5db8:d70e::1]/",
  })
  void aPublicUrlIsAccepted(String url, String asCalled) {
    assertEquals(URI.create(asCalled), POLICY.admit(url).await().atMost(SOON));
    POLICY.resolve(URI.create(asCalled), SOON).await().atMost(SOON);
  }

  /** IDNA 2003 and IDNA 2008 read these as different names, so that callbacks could go astray. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://faß.de/",
        "https://FAß.de/",
        "https://fa\u1e9e.de/",
        "https://straße.good.example/hook",
        "https://βόλος.example/",
        "https://\u0dc1\u0dca\u0dbb\u0dd3\u10d0\ua64b.example/",
        "https://\ud83e\udd70.example/",
        "https://a.b.ς/",
      })
  void anAmbiguousNameIsRefused(String url) {
    String refusal = refusal(url);
    assertTrue(refusal.contains("is read as another name by older rules"), refusal);
  }

  @Test
  void theAmbiguousCharacterIsNamed() {
    assertTrue(refusal("https://faß.de/").contains("the character ß"));
    assertTrue(refusal("https://βόλος.example/").contains("the character ς"));
  }

  @Test
  void anUnknownNameIsAcceptedAndFailsAtTheDelivery() {
    URI url = POLICY.admit("https://not-yet.example/").await().atMost(SOON);
    Throwable failure =
        POLICY.resolve(url, SOON).onItemOrFailure().transform((d, f) -> f).await().atMost(SOON);
    assertInstanceOf(UnknownHostException.class, failure);
  }
}
