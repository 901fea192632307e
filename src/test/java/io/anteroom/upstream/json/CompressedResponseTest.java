package io.anteroom.upstream.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.AccountSettings;
import io.anteroom.async.http.RawServer;
import io.anteroom.upstream.http.MixpeekClients;
import io.anteroom.upstream.http.ResponseMemory;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.http.UpstreamSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a response that a gateway compressed unasked is what it compressed. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class CompressedResponseTest {

  private static final UpstreamCall TASK = new UpstreamCall.Plain(api -> api.task("u"));
  private static final UpstreamCall FOLLOWED = new UpstreamCall.Followed(TASK);
  private static final byte[] NO_TEXT = {'"', (byte) 0xff, '"'};

  @Inject UpstreamSettings settings;
  @Inject ResponseReader reader;

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "identity"})
  void oneStrangeAssetDoesNotHideTheOthers(String coding) throws IOException {
    for (byte[] strange :
        List.of(bytes("NaN"), bytes("[".repeat(1_001) + "]".repeat(1_001)), NO_TEXT)) {
      byte[] page =
          joined(
              bytes("{\"results\": [{\"task_id\": \"a\", \"x\": "),
              strange,
              bytes("}, {\"task_id\": \"b\"}]}"));
      UpstreamResponse response = read(200, coding, compressed(coding, page), FOLLOWED);
      assertEquals(
          List.of("a", "b"), response.assets().stream().map(UpstreamTask::taskId).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "identity"})
  void theWordsOfAnErrorPageAreRead(String coding) throws IOException {
    byte[] page = compressed(coding, bytes("<html><h1>Bad Gateway</h1></html>"));
    for (int status : new int[] {302, 404, 502}) {
      assertEquals("Bad Gateway", read(status, coding, page, TASK).excerpt());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br"})
  void aBodyThatCannotBeDecodedSaysNothing(String coding) {
    byte[] body = bytes("{\"task_id\": \"a\", \"message\": \"x\"}");
    for (int status : new int[] {302, 404, 502}) {
      UpstreamResponse response = read(status, coding, body, FOLLOWED);
      assertEquals("nothing", response.excerpt());
      assertFalse(response.isOwnError());
    }
    assertTrue(read(200, coding, body, FOLLOWED).isUnreadable());
    assertTrue(read(200, coding, body, TASK).isUnreadable());
  }

  @Test
  void aResponseWithoutABodyMayNameACoding() {
    assertEquals("nothing", read(502, "gzip", new byte[0], TASK).excerpt());
    assertTrue(read(200, "gzip", new byte[0], FOLLOWED).isUnreadable());
  }

  private UpstreamResponse read(int status, String coding, byte[] body, UpstreamCall call) {
    byte[] head =
        bytes(
            "HTTP/1.1 %d X\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(status, coding, body.length));
    RawServer.Responder responder = (request, out) -> out.write(joined(head, body));
    try (RawServer upstream = new RawServer(responder)) {
      AccountDirectory accounts =
          new AccountDirectory(
              TestSettings.of(
                  AccountSettings.class,
                  "anteroom.accounts.raw.base-url",
                  upstream.url(),
                  "anteroom.accounts.raw.api-key",
                  "a-key"));
      return new MixpeekClients(accounts, settings, new ResponseMemory(settings))
          .of(accounts.named("raw").orElseThrow())
          .task("u")
          .map(response -> reader.read(response, call))
          .await()
          .atMost(Duration.ofSeconds(10));
    }
  }

  private static byte[] compressed(String coding, byte[] body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    OutputStream out =
        switch (coding) {
          case "gzip" -> new GZIPOutputStream(all);
          case "deflate" -> new DeflaterOutputStream(all);
          default -> all;
        };
    try (out) {
      out.write(body);
    }
    return all.toByteArray();
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
