package io.anteroom.cli.doctor;

import io.anteroom.cli.Version;
import io.anteroom.cli.service.ConnectionFailure;
import io.anteroom.client.AnteroomClient;
import io.anteroom.client.repeat.Repeatable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sends a request once, and takes any response. Thread-safe. */
final class Probe {

  private final HttpClient http;
  private final Duration timeout;
  private final Clock clock;

  Probe(Duration timeout, Clock clock) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
    this.timeout = timeout;
    this.clock = clock;
  }

  /** Reads a path below a URL, without a key. */
  Answer get(URI url, String path) {
    return get(url, path, null);
  }

  /**
   * Reads a path below a URL.
   *
   * @param key or null
   */
  Answer get(URI url, String path, String key) {
    URI address = URI.create(url.toString().replaceFirst("/+$", "") + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("User-Agent", "anteroom-cli " + Version.OWN);
    if (key != null) {
      request.header("Authorization", "Bearer " + key).header("Api-Version", Version.API);
    }
    Instant sent = clock.instant();
    CompletableFuture<HttpResponse<String>> call =
        http.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    try {
      HttpResponse<String> response =
          AnteroomClient.await(call.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS));
      return Answer.of(response, sent, clock.instant());
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      call.cancel(true);
      return Answer.none(words(e, url), sent);
    }
  }

  private static String words(RuntimeException failure, URI url) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return ConnectionFailure.words(Repeatable.cause(cause), url);
  }
}
