package peers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The upstream's calls that a peer needs. */
final class Upstream {

  private static final Set<String> ENDED = Set.of("DONE", "FAILED", "CANCELLED");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  Upstream(String url) {
    this.url = url;
  }

  /** A response, whatever its status. */
  record Answer(int code, String json, Duration retryAfter) {

    boolean isRateLimited() {
      return code == 429;
    }

    String taskId() {
      return field("task_id");
    }

    String status() {
      return field("status");
    }

    boolean isEnd() {
      return code == 200 && ENDED.contains(status());
    }

    private String field(String name) {
      Matcher field = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
      if (code != 200 || !field.find()) {
        throw new IllegalStateException(code + " " + json);
      }
      return field.group(1);
    }
  }

  CompletableFuture<Answer> submit(String json) {
    return send(
        HttpRequest.newBuilder(URI.create(url + "/index/text"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  CompletableFuture<Answer> poll(String upstreamTask) {
    return send(HttpRequest.newBuilder(URI.create(url + "/tasks/" + upstreamTask)));
  }

  private CompletableFuture<Answer> send(HttpRequest.Builder request) {
    HttpRequest whole =
        request
            .header("Authorization", "Bearer sandbox-enterprise-key")
            .timeout(Duration.ofSeconds(15))
            .build();
    return http.sendAsync(whole, BodyHandlers.ofString()).thenApply(Upstream::answer);
  }

  private static Answer answer(HttpResponse<String> response) {
    long seconds = response.headers().firstValueAsLong("Retry-After").orElse(1);
    return new Answer(response.statusCode(), response.body(), Duration.ofSeconds(seconds));
  }
}
