package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.ScriptedServer;
import io.anteroom.client.service.Replica;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallbacksTest {

  private static final byte[] SECRET = "a secret of thirty-two bytes, yes".getBytes();
  private static final String DELIVERIES =
      "{\"webhook_id\":\"msg_1\",\"type\":\"task.done\",\"url\":\"https://a.example/\","
          + "\"state\":\"exhausted\",\"attempts\":[{\"no\":1,\"at\":\"2024-12-01T10:00:05Z\","
          + "\"latency_ms\":5000,\"error\":\"timed out\"}]}";

  private final ScriptedServer server = new ScriptedServer();
  private final Cli cli = Cli.of(server);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theAttemptsOfOneAreShown() {
    server.on("GET /tasks/" + Cli.TASK + "/deliveries", json(200, DELIVERIES));
    Result result = cli.run("callbacks", "list", Cli.TASK);
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().matches("(?s).*state +exhausted.*5000 +timed out.*"), result.out());
  }

  @Test
  void withoutAnIdThoseThatWereGivenUpAreListed() {
    server.on("GET /tasks", json(200, Json.page(Json.done(), "null")));
    assertEquals(0, cli.run("callbacks", "list").code());
    assertEquals("undelivered=true&page_size=20", server.received("GET /tasks").get(0).query());
  }

  @Test
  void oneIsDeliveredAgain() {
    server
        .on("POST /tasks/" + Cli.TASK + "/redeliver", json(202, DELIVERIES))
        .on("POST /batches/" + Cli.TASK + "/redeliver", json(202, DELIVERIES));
    assertEquals(0, cli.run("callbacks", "redeliver", Cli.TASK).code());
    assertEquals(0, cli.run("callbacks", "redeliver", "--batch", Cli.TASK).code());
  }

  @Test
  void aListenerTakesWhatIsSignedAndRefusesTheRest() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    cli.set("ANTEROOM_CALLBACK_SECRET", "whsec_" + Base64.getEncoder().encodeToString(SECRET));
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () ->
                CommandTree.in(cli.console(new PrintStream(out, true), new PrintStream(err, true)))
                    .execute("callbacks", "listen", "--port", "0", "--count", "1"));
    Pattern url = Pattern.compile("http://127.0.0.1:\\d+/");
    Replica.until(() -> url.matcher(err.toString(StandardCharsets.UTF_8)).find());
    Matcher address = url.matcher(err.toString(StandardCharsets.UTF_8));
    assertTrue(address.find());
    String body =
        "{\"type\":\"task.done\",\"timestamp\":\"2024-12-01T10:00:05Z\",\"data\":%s}"
            .formatted(Json.done());
    assertEquals(401, post(address.group(), body, body + " "));
    assertEquals(204, post(address.group(), body, body));
    assertEquals(0, code.get(20, TimeUnit.SECONDS));
    assertEquals(
        "2024-12-01T10:00:05Z task.done " + Cli.TASK + " msg_1",
        out.toString(StandardCharsets.UTF_8).strip());
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("Refused with 401"));
  }

  /** Sends one body with the signature of another. */
  private static int post(String url, String body, String signed) throws Exception {
    String time = Long.toString(Instant.now().getEpochSecond());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    byte[] signature = mac.doFinal(("msg_1." + time + "." + signed).getBytes());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("webhook-id", "msg_1")
            .header("webhook-timestamp", time)
            .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void aListenerWithoutASecretIsExitCode2() {
    Result result = cli.run("callbacks", "listen");
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("ANTEROOM_CALLBACK_SECRET"), result.err());
    Result wrong = cli.set("ANTEROOM_CALLBACK_SECRET", "whsec_%%%").run("callbacks", "listen");
    assertEquals(ExitCode.USAGE, wrong.code());
    assertTrue(!wrong.err().contains("%%%"), "the secret is not shown");
  }

  @Test
  void aListenerThatHearsNothingIsExitCode3() {
    cli.set("ANTEROOM_CALLBACK_SECRET", "whsec_" + Base64.getEncoder().encodeToString(SECRET));
    assertEquals(
        ExitCode.STILL_RUNNING,
        cli.run("callbacks", "listen", "--port", "0", "--count", "1", "--timeout", "1s").code());
  }
}
