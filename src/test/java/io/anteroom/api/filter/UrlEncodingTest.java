package io.anteroom.api.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.RawConnection;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs that cannot be decoded: no client library sends them, so they are written by hand. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class UrlEncodingTest {

  @TestHTTPResource("/")
  URI base;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tasks?reference=%",
        "/tasks?reference=%zz",
        "/tasks?reference=a%2",
        "/tasks?%=a",
        "/tasks?page_size=1&%g0",
        "/assets/%",
        "/assets/%zz",
        "/tasks/%4/events",
        "/%",
        "/tasks?reference={x}",
        "/tasks?reference=a|b",
        "/tasks/a\\b",
        "/tasks?reference=\"x\"",
        "/tasks/^",
      })
  void anUrlThatCannotBeDecodedGetsAProblem(String url) throws IOException {
    try (RawConnection connection = RawConnection.open(base.getPort())) {
      List<String> head = connection.ask("GET", url, TestEnvironment.ALICE);
      assertEquals("HTTP/1.1 400 Bad Request", head.get(0));
      assertTrue(
          head.stream()
              .map(line -> line.toLowerCase(Locale.ROOT))
              .anyMatch(line -> line.startsWith("content-type: application/problem+json")),
          head::toString);
    }
  }
}
