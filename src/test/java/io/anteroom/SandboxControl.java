package io.anteroom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import org.eclipse.microprofile.config.ConfigProvider;

/** Controls the stand-in upstream over HTTP, so that scenarios can do the same. */
public final class SandboxControl {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String baseUrl;

  public SandboxControl(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  public static SandboxControl ofTest() {
    return new SandboxControl(
        ConfigProvider.getConfig().getValue("MIXPEEK_BASE_URL", String.class));
  }

  /** Changes settings by a JSON merge patch. */
  public void set(String patch) {
    send(
        HttpRequest.newBuilder(uri("settings"))
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(patch)));
  }

  public void answer(String endpoint, int status) {
    set("{\"faults\": {\"%s\": {\"forced_status\": %d}}}".formatted(endpoint, status));
  }

  /** Every call of an endpoint is answered with exactly this, and does nothing. */
  public void answer(String endpoint, int status, String contentType, byte[] body) {
    answer(endpoint, status, contentType, null, body);
  }

  /** The same with a Content-Encoding; the body must already be encoded so. */
  public void answer(
      String endpoint, int status, String contentType, String contentEncoding, byte[] body) {
    set(
        JSON.createObjectNode()
            .set(
                "faults",
                JSON.createObjectNode()
                    .set(
                        endpoint,
                        JSON.createObjectNode()
                            .set(
                                "raw_answer",
                                JSON.createObjectNode()
                                    .put("status", status)
                                    .put("content_type", contentType)
                                    .put("content_encoding", contentEncoding)
                                    .put("base64", Base64.getEncoder().encodeToString(body)))))
            .toString());
  }

  /** Removes the faults of an endpoint. */
  public void heal(String endpoint) {
    set("{\"faults\": {\"%s\": null}}".formatted(endpoint));
  }

  /** The upstream counts the calls of every account anew. */
  public void resetLimits() {
    send(HttpRequest.newBuilder(uri("limits/reset")).POST(BodyPublishers.noBody()));
  }

  public JsonNode counters() {
    return send(HttpRequest.newBuilder(uri("counters")).GET());
  }

  /** How many calls of an endpoint have come. */
  public int calls(String endpoint) {
    return counters().path("endpoints").path(endpoint).path("calls").asInt();
  }

  /** Processing of a text takes this long from now on. */
  public void processTextsIn(int millis) {
    set(
        "{\"stages\": {\"text\": {\"processing\": {\"min_ms\": %1$d, \"max_ms\": %1$d}}}}"
            .formatted(millis));
  }

  /** The tasks that ended, with the times of their ends. */
  public JsonNode completions() {
    return send(HttpRequest.newBuilder(uri("completions")).GET());
  }

  private URI uri(String path) {
    return URI.create(baseUrl + "/_sandbox/" + path);
  }

  private static JsonNode send(HttpRequest.Builder request) {
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(response.statusCode() + " " + response.body());
      }
      return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
