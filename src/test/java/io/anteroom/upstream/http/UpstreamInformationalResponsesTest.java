package io.anteroom.upstream.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.AccountSettings;
import io.anteroom.async.http.RawServer;
import io.anteroom.submit.SubmitOutcome;
import io.anteroom.upstream.json.ResponseReader;
import io.anteroom.upstream.json.UpstreamResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Informational responses of the upstream do not put a submit in doubt. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class UpstreamInformationalResponsesTest {

  private static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"task_id\": \"u1\"}";

  private static final UpstreamCall GET = new UpstreamCall.Plain(api -> api.task("u1"));

  @Inject UpstreamSettings settings;
  @Inject ResponseReader reader;

  @ParameterizedTest
  @ValueSource(ints = {100, 102, 103, 104, 199})
  void theFinalResponseIsUsed(int status) {
    String informed = "HTTP/1.1 " + status + " Working\r\nLink: </a>\r\n\r\n";
    List<String> pieces = List.of(informed + informed, informed, OK);
    try (RawServer upstream = new RawServer(request -> pieces)) {
      MixpeekApi api = api(upstream);
      for (int i = 0; i < 3; i++) {
        assertEquals(new SubmitOutcome.Accepted("u1"), SubmitOutcome.of(submit(api)));
        assertEquals("u1", reader.read(await(api.task("u1")), GET).task().orElseThrow().taskId());
      }
      assertEquals(6, upstream.heads().size(), "each was sent once");
      assertTrue(upstream.connections() < 6, "a connection is good for the next");
    }
  }

  @Test
  void an101IsNoResponse() {
    String switching = "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";
    try (RawServer upstream = new RawServer(request -> List.of(switching + OK))) {
      MixpeekApi api = api(upstream);
      assertThrows(RuntimeException.class, () -> submit(api));
    }
  }

  private UpstreamResponse submit(MixpeekApi api) {
    byte[] body = "{\"text\": \"t\"}".getBytes();
    return reader.read(
        await(
            api.index(
                "text",
                "application/json",
                body.length,
                null,
                null,
                Multi.createFrom().item(Buffer.buffer(body)))),
        GET);
  }

  private static Response await(io.smallrye.mutiny.Uni<Response> answer) {
    return answer.await().atMost(Duration.ofSeconds(10));
  }

  private MixpeekApi api(RawServer upstream) {
    AccountDirectory accounts =
        new AccountDirectory(
            TestSettings.of(
                AccountSettings.class,
                "anteroom.accounts.raw.base-url",
                upstream.url(),
                "anteroom.accounts.raw.api-key",
                "a-key"));
    return new MixpeekClients(accounts, settings, new ResponseMemory(settings))
        .of(accounts.named("raw").orElseThrow());
  }
}
