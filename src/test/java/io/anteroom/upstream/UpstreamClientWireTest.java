package io.anteroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.AccountSettings;
import io.anteroom.async.http.RawServer;
import io.anteroom.upstream.http.MixpeekApi;
import io.anteroom.upstream.http.MixpeekClients;
import io.anteroom.upstream.http.ResponseMemory;
import io.anteroom.upstream.http.UpstreamSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of requests to the upstream, and informational responses. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class UpstreamClientWireTest {

  @Inject UpstreamSettings settings;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 102 Processing\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
        "HTTP/1.1 104 Upload Resumption Supported\r\n\r\n",
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 199 Still\r\nX: y\r\n\r\n"
      })
  void informationalResponsesAreSkipped(String before) {
    AtomicInteger calls = new AtomicInteger();
    try (RawServer server =
        new RawServer(request -> List.of(before, answer(calls.incrementAndGet())))) {
      MixpeekApi api = api(server);
      for (int i = 1; i <= 3; i++) {
        Response response = api.task("t").await().atMost(Duration.ofSeconds(5));
        assertEquals(200, response.getStatus());
        assertEquals("{\"n\":" + i + "}", response.readEntity(String.class));
      }
    }
  }

  @Test
  void acceptEncodingIsIdentity() {
    String head = headOf(api -> api.task("t"));
    assertEquals(
        1, head.lines().filter(l -> l.equalsIgnoreCase("accept-encoding: identity")).count(), head);
  }

  @Test
  void aVersionIsSentWhereOneIsSet() {
    String without = headOf(api -> api.task("t"));
    assertFalse(without.toLowerCase(Locale.ROOT).contains("api-version"), without);
    try (RawServer server = new RawServer(request -> List.of(answer(1)))) {
      api(server, "anteroom.accounts.raw.api-version", "2025-01-01")
          .task("t")
          .await()
          .atMost(Duration.ofMinutes(1));
      String head = server.heads().get(0);
      assertTrue(head.contains("Api-Version: 2025-01-01"), head);
    }
  }

  @Test
  void queryParametersArePassedOnUnchanged() {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    parameters.putSingle("q", "{a} 100% a+b&c=d;e/\u00fc\ud83d\ude80#%41");
    String head = headOf(api -> api.asset("some", parameters));
    String query = head.split("[? ]", 4)[2];
    assertEquals(
        parameters.getFirst("q"),
        URLDecoder.decode(query.substring(2), StandardCharsets.UTF_8),
        head);
    assertTrue(query.chars().allMatch(c -> c > ' ' && c < 127 && c != '{'), head);
  }

  private String headOf(Function<MixpeekApi, Uni<Response>> call) {
    try (RawServer server = new RawServer(request -> List.of(answer(1)))) {
      call.apply(api(server)).await().atMost(Duration.ofSeconds(5));
      return server.heads().get(0);
    }
  }

  private MixpeekApi api(RawServer server, String... more) {
    List<String> given =
        new ArrayList<>(
            List.of(
                "anteroom.accounts.raw.base-url",
                server.url(),
                "anteroom.accounts.raw.api-key",
                "raw-key"));
    given.addAll(List.of(more));
    AccountSettings accounts = TestSettings.of(AccountSettings.class, given.toArray(String[]::new));
    AccountDirectory directory = new AccountDirectory(accounts);
    Account account = directory.named("raw").orElseThrow();
    return new MixpeekClients(directory, settings, new ResponseMemory(settings)).of(account);
  }

  private static String answer(int n) {
    return "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"n\":" + n + "}";
  }
}
