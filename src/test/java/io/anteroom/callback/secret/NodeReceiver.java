package io.anteroom.callback.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.NodePackage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A receiver of callbacks that is not ours where it counts: a Node process that verifies each
 * request with the package {@code standardwebhooks}. It answers 204, or 401. Thread-safe.
 */
public final class NodeReceiver implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UNDONE =
      "signatures were NOT verified by the library of Standard Webhooks";

  /**
   * What became of one request.
   *
   * @param webhookId the header {@code webhook-id}; null where there was none
   * @param verified whether the library accepted it
   * @param reason why it did not; null where it did
   * @param body the body as text
   */
  public record Verdict(String webhookId, boolean verified, String reason, String body) {}

  private final Process process;
  private final int port;
  private final List<Verdict> verdicts = new CopyOnWriteArrayList<>();

  private NodeReceiver(Process process) throws IOException {
    this.process = process;
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String first = lines.readLine();
    if (first == null) {
      throw new IllegalStateException("the receiver did not start");
    }
    this.port = JSON.readTree(first).path("port").asInt();
    Thread reader = new Thread(() -> lines.lines().map(NodeReceiver::read).forEach(verdicts::add));
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a receiver on a free port; skips the test where there is no Node.
   *
   * @param secret {@code whsec_…}
   */
  public static NodeReceiver start(String secret) {
    ProcessBuilder builder =
        new ProcessBuilder("node", "receiver.mjs")
            .directory(folder().toFile())
            .redirectError(Redirect.INHERIT);
    builder.environment().put("WEBHOOK_SECRET", secret);
    try {
      return new NodeReceiver(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    return NodePackage.install("standardwebhooks", UNDONE, "receiver.mjs").folder();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port + "/hook");
  }

  /** What became of the requests so far, in the order in which they came; a copy. */
  public List<Verdict> verdicts() {
    return List.copyOf(verdicts);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static Verdict read(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return new Verdict(
          node.path("webhook_id").textValue(),
          node.path("verified").booleanValue(),
          node.path("reason").textValue(),
          node.path("body").textValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
