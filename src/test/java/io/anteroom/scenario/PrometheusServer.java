package io.anteroom.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.sandbox.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Prometheus that scrapes one replica each second, as a process of its own. */
final class PrometheusServer implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path log;
  private final String url;

  private PrometheusServer(Process process, Path log, String url) {
    this.process = process;
    this.log = log;
    this.url = url;
  }

  /**
   * Starts one, and returns when it answers.
   *
   * @param target host and port of the replica's management interface
   * @param rules a file of rules as JSON
   */
  static PrometheusServer start(Path folder, String target, String rules) throws IOException {
    Files.writeString(folder.resolve("rules.yaml"), rules);
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yaml"),
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yaml]
            scrape_configs:
              - job_name: anteroom
                metrics_path: /q/metrics
                static_configs:
                  - targets: ["%s"]
                    labels: {namespace: test}
            """
                .formatted(target));
    int port = FreePort.find();
    Path log = folder.resolve("prometheus.log");
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    PrometheusServer server = new PrometheusServer(process, log, "http://127.0.0.1:" + port);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(100))
        .until(server::isReady);
    return server;
  }

  /** What an expression is now; empty where it has no value, or only such as are no number. */
  List<Double> values(String expression) {
    JsonNode answer =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalStateException(expression + ": " + answer);
    }
    List<Double> values = new ArrayList<>();
    for (JsonNode series : answer.at("/data/result")) {
      String value = series.path("value").path(1).asText();
      if (!value.equals("NaN")) {
        values.add(Double.valueOf(value.replace("+Inf", "Infinity")));
      }
    }
    return values;
  }

  private boolean isReady() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException(Files.readString(log));
    }
    try {
      return send("/-/ready").contains("Ready");
    } catch (IOException e) {
      return false;
    }
  }

  private JsonNode get(String path) {
    try {
      return JSON.readTree(send(path));
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    }
  }

  private String send(String path) throws IOException {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
