package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.IngressProxy;
import io.anteroom.SilentProxy;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The span of a submit whose replica loses its lease while the upstream says nothing. */
class LostLeaseTraceIT {

  private static final Duration MAX = Duration.ofMinutes(1);
  private static final String UPLOAD = "POST /index/upload";

  /** An upload may take half an hour: it is the lost lease that breaks it off. */
  @Test
  void theSpanOfASubmitThatTheLostLeaseBreaksOffEndsAsAnError(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "a text");
    CountDownLatch answer = new CountDownLatch(1);
    try (OtlpSink sink = new OtlpSink();
        ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        IngressProxy upstream = new IngressProxy(servers.upstream().baseUrl())) {
      Map<String, String> environment = new HashMap<>(environment(servers, upstream, sink));
      URI database = URI.create(environment.get("DATABASE_URL"));
      upstream.answer((call, body) -> call.equals(UPLOAD) ? never(answer) : null);
      try (SilentProxy proxy = new SilentProxy(database.getPort())) {
        environment.put(
            "DATABASE_URL", "postgresql://127.0.0.1:" + proxy.port() + database.getPath());
        try (AnteroomProcess replica = AnteroomProcess.start("lost-lease-trace", environment)) {
          ScenarioRequests.upload(replica, "/index/upload", file, "text/plain");
          Awaitility.await().atMost(MAX).until(() -> upstream.calls(UPLOAD::equals) == 1);
          proxy.answersNew(false);
          proxy.silenceOpen();
          Awaitility.await().atMost(MAX).until(() -> inDoubt(sink).count() == 1);
          Span span = inDoubt(sink).findFirst().orElseThrow().span();
          assertEquals(StatusCode.STATUS_CODE_ERROR, span.getStatus().getCode());
          proxy.answersNew(true);
        }
      }
    } finally {
      answer.countDown();
    }
  }

  /** On a busy machine a permit may be over before its call leaves: that submit has a span too. */
  private static Stream<OtlpSink.Sent> inDoubt(OtlpSink sink) {
    return sink.named("submit ").stream()
        .filter(sent -> "in_doubt".equals(sent.attribute("error.type")));
  }

  private static IngressProxy.Answer never(CountDownLatch answer) {
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private static Map<String, String> environment(
      ScenarioServers servers, IngressProxy upstream, OtlpSink sink) {
    return servers.environment(
        "MIXPEEK_BASE_URL", upstream.baseUrl(),
        "ANTEROOM_DATABASE_RESPONSE_TIMEOUT", "3s",
        "ANTEROOM_CLUSTER_LEASE", "5s",
        "ANTEROOM_QUOTA_USE_BY", "2s",
        "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "3000",
        "QUARKUS_OTEL_SDK_DISABLED", "false",
        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(),
        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
        "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms");
  }
}
