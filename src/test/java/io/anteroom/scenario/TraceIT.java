package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.protobuf.ByteString;
import io.anteroom.IngressProxy;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.callback.CallbackReceiver.Received;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.scenario.OtlpSink.Sent;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.Link;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A task's traces over two replicas: one accepts it, the other one does the rest. */
class TraceIT {

  private static final Duration MAX = Duration.ofSeconds(60);
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String SUBMIT = "POST /index/text";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String PARENT = "00-" + TRACE + "-" + CALLER + "-01";

  @Test
  void everySpanOfATaskLeadsToTheTraceOfItsAccept() {
    try (OtlpSink sink = new OtlpSink();
        CallbackReceiver receiver = new CallbackReceiver();
        ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        IngressProxy upstream = new IngressProxy(servers.upstream().baseUrl());
        AnteroomProcess door =
            AnteroomProcess.start("traced-door", traced(servers, upstream, sink, "door", "false"));
        AnteroomProcess worker =
            AnteroomProcess.start(
                "traced-worker", traced(servers, upstream, sink, "worker", "true"))) {
      String task = accept(door, receiver, "traceparent", PARENT, "tracestate", "shop=17");
      Received told = told(receiver);
      Awaitility.await()
          .atMost(MAX)
          .until(
              () ->
                  List.of("accept ", "submit ", "poll ", "callback ").stream()
                      .allMatch(name -> sink.named(name).size() == 1));
      Sent accept = sink.named("accept ").get(0);
      isInTheCallersTrace(sink, accept, task);
      for (String name : List.of("submit default/text", "poll default", "callback ")) {
        linksTo(accept.span(), sink.named(name).get(0));
      }
      assertEquals(
          traceparent(sink.named("submit ").get(0)), upstream.header(SUBMIT, "traceparent"));
      assertNull(upstream.header(SUBMIT, "tracestate"), "it belongs to the caller's trace");
      assertEquals(traceparent(sink.named("callback ").get(0)), told.header("traceparent"));
      assertEquals(SpanKind.SPAN_KIND_CONSUMER, sink.named("submit ").get(0).span().getKind());
      assertEquals("200", sink.named("callback ").get(0).attribute("http.response.status_code"));
      assertEquals(TRACE, traceId(worker, task));
      nothingElseIsTraced(sink);
    }
  }

  /** A hop that records nothing is none: what came in goes out. */
  @Test
  void whatACallerSaysGoesOnWhereNothingIsRecorded() {
    try (CallbackReceiver receiver = new CallbackReceiver();
        ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        IngressProxy upstream = new IngressProxy(servers.upstream().baseUrl());
        AnteroomProcess door =
            AnteroomProcess.start("untraced-door", environment(servers, upstream, "false"));
        AnteroomProcess worker =
            AnteroomProcess.start("untraced-worker", environment(servers, upstream, "true"))) {
      String task = accept(door, receiver, "traceparent", PARENT, "tracestate", "shop=17");
      Received told = told(receiver);
      assertEquals(PARENT, upstream.header(SUBMIT, "traceparent"));
      assertEquals("shop=17", upstream.header(SUBMIT, "tracestate"));
      assertEquals(PARENT, told.header("traceparent"));
      assertEquals("shop=17", told.header("tracestate"));
      assertEquals(TRACE, traceId(worker, task));

      receiver.received().clear();
      String other = accept(door, receiver, "traceparent", PARENT + "-odd", "tracestate", "a=b");
      assertNull(told(receiver).header("traceparent"), "a malformed one is none");
      assertNull(upstream.header(SUBMIT, "traceparent"));
      assertNull(upstream.header(SUBMIT, "tracestate"));
      assertNull(traceId(door, other));

      receiver.received().clear();
      acceptBatch(door, receiver);
      assertEquals(PARENT, told(receiver).header("traceparent"), "of a batch");
      assertEquals(PARENT, upstream.header(SUBMIT, "traceparent"));
    }
  }

  private static void isInTheCallersTrace(OtlpSink sink, Sent accept, String task) {
    Sent request =
        sink.spans()
            .filter(sent -> sent.span().getSpanId().equals(accept.span().getParentSpanId()))
            .findFirst()
            .orElseThrow();
    assertEquals(SpanKind.SPAN_KIND_SERVER, request.span().getKind());
    assertEquals(CALLER, hex(request.span().getParentSpanId()));
    assertEquals(TRACE, hex(accept.span().getTraceId()));
    assertEquals(SpanKind.SPAN_KIND_PRODUCER, accept.span().getKind());
    assertEquals("door", accept.instance());
    assertEquals("anteroom", accept.attribute("messaging.system"));
    assertEquals(task, accept.attribute("messaging.message.id"));
  }

  private static void linksTo(Span accept, Sent other) {
    Span span = other.span();
    assertEquals("worker", other.instance(), span.getName());
    assertNotEquals(TRACE, hex(span.getTraceId()), "a trace of its own: " + span.getName());
    assertEquals("", hex(span.getParentSpanId()), span.getName());
    assertEquals(1, span.getLinksCount(), span.getName());
    Link link = span.getLinks(0);
    assertEquals(TRACE, hex(link.getTraceId()), span.getName());
    assertEquals(hex(accept.getSpanId()), hex(link.getSpanId()), span.getName());
  }

  /** A span for each statement, or each poll that saw nothing, would bury the others. */
  private static void nothingElseIsTraced(OtlpSink sink) {
    Set<String> ofWorker =
        sink.spans()
            .filter(sent -> sent.instance().equals("worker"))
            .filter(sent -> sent.span().getKind() != SpanKind.SPAN_KIND_SERVER)
            .map(sent -> sent.span().getName().split(" ")[0])
            .collect(Collectors.toSet());
    assertEquals(Set.of("submit", "poll", "callback"), ofWorker);
  }

  private static String accept(AnteroomProcess door, CallbackReceiver receiver, String... headers) {
    String body =
        "{\"text\": \"t\", \"collection_id\": \"c\", \"callback_url\": \"%s\"}"
            .formatted(receiver.url("/in"));
    return ScenarioRequests.read(
            ScenarioRequests.postAsync(door, "/index/text", body, headers).join())
        .path("task_id")
        .asText();
  }

  private static void acceptBatch(AnteroomProcess door, CallbackReceiver receiver) {
    String body =
        "{\"callback_url\": \"%s\", \"items\": [{\"text\": \"t\", \"collection_id\": \"c\"}]}"
            .formatted(receiver.url("/in"));
    ScenarioRequests.read(
        ScenarioRequests.postAsync(door, "/index/batch", body, "traceparent", PARENT).join());
  }

  private static Received told(CallbackReceiver receiver) {
    Awaitility.await().atMost(MAX).until(() -> receiver.count() == 1);
    return receiver.last();
  }

  /** As operators see it. */
  private static String traceId(AnteroomProcess replica, String task) {
    return ScenarioRequests.read(
            TestResponses.of(replica, TestEnvironment.READER, "GET", "/tasks/" + task, null))
        .path("trace_id")
        .asText(null);
  }

  private static String traceparent(Sent sent) {
    return "00-%s-%s-01".formatted(hex(sent.span().getTraceId()), hex(sent.span().getSpanId()));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Map<String, String> traced(
      ScenarioServers servers, IngressProxy upstream, OtlpSink sink, String name, String work) {
    Map<String, String> environment = new HashMap<>(environment(servers, upstream, work));
    environment.put("QUARKUS_OTEL_SDK_DISABLED", "false");
    environment.put("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint());
    environment.put("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    environment.put("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms");
    environment.put("QUARKUS_OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=" + name);
    return environment;
  }

  private static Map<String, String> environment(
      ScenarioServers servers, IngressProxy upstream, String work) {
    return servers.environment(
        "MIXPEEK_BASE_URL",
        upstream.baseUrl(),
        "ANTEROOM_CLUSTER_WORK",
        work,
        "ANTEROOM_OPERATOR_READ_KEY",
        TestEnvironment.READER,
        "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET",
        SECRET,
        "ANTEROOM_CALLBACKS_ALLOW_HTTP",
        "true",
        "ANTEROOM_CALLBACKS_ALLOW_LOOPBACK",
        "true");
  }
}
