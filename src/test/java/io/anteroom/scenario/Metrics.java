package io.anteroom.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The metrics of a replica, as Prometheus reads them. */
final class Metrics {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Metrics() {}

  /** The sum over the tags of a metric. */
  static double read(AnteroomProcess replica, String name) {
    return text(replica)
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** All of them, in the format that who does not ask for one gets. */
  static String text(AnteroomProcess replica) {
    return text(replica, "*/*");
  }

  /** All of them, in Prometheus's own format. */
  static String plainText(AnteroomProcess replica) {
    return text(replica, "text/plain");
  }

  private static String text(AnteroomProcess replica, String format) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(replica.managementUrl("/q/metrics")))
            .header("Accept", format)
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
