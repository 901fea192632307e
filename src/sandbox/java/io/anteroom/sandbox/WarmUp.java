package io.anteroom.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Indexes some texts before somebody looks: so the code is loaded, and Anteroom knows how long the
 * upstream takes for a text, as it does of an account that is in use. Without it the first text of
 * a user would wait for both.
 */
final class WarmUp {

  private static final Duration AT_MOST = Duration.ofSeconds(15);

  private WarmUp() {}

  /**
   * Returns when the texts are indexed, or after 15 s; what fails is passed over.
   *
   * @param ports of the replicas
   * @param texts how many each of them indexes
   */
  static void run(List<Integer> ports, int texts) {
    HttpClient http = HttpClient.newHttpClient();
    CompletableFuture.allOf(
            ports.stream()
                .flatMap(port -> IntStream.range(0, texts).mapToObj(i -> request(port, i)))
                .map(request -> http.sendAsync(request, BodyHandlers.discarding()))
                .map(WarmUp::passedOver)
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private static CompletableFuture<Void> passedOver(CompletableFuture<HttpResponse<Void>> call) {
    return call.handle((response, failure) -> null);
  }

  private static HttpRequest request(int port, int number) {
    String body = "{\"collection_id\": \"warm-up\", \"text\": \"radiator %d\"}".formatted(number);
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/index-and-wait".formatted(port)))
        .header("Authorization", "Bearer " + SandboxKeys.WARM_UP)
        .header("Content-Type", "application/json")
        .timeout(AT_MOST)
        .POST(BodyPublishers.ofString(body))
        .build();
  }
}
