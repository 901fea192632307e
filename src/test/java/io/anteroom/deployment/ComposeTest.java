package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code compose.yaml} says, and that it says the same as the other ways to start. */
class ComposeTest {

  /** The fields of a service that we use; any other is a mistake until it is added here. */
  private static final Set<String> FIELDS =
      Set.of(
          "build",
          "cap_drop",
          "command",
          "depends_on",
          "environment",
          "healthcheck",
          "image",
          "mem_limit",
          "network_mode",
          "ports",
          "read_only",
          "restart",
          "security_opt",
          "stop_grace_period",
          "tmpfs",
          "volumes");

  private final JsonNode compose =
      Manifests.parse(String.join("\n", Checkout.lines("compose.yaml"))).objects().get(0);
  private final JsonNode services = compose.path("services");
  private final JsonNode anteroom = services.path("anteroom");
  private final JsonNode pod =
      Manifests.in("k8s/base").only("Deployment", "anteroom").at("/spec/template/spec");

  @Test
  void itHasOnlyFieldsThatWeKnow() {
    assertEquals(Set.of("services", "volumes"), names(compose));
    assertEquals(Set.of("anteroom", "upstream", "postgres", "redis"), names(services));
    for (JsonNode service : services) {
      Set<String> unknown = new TreeSet<>(names(service));
      unknown.removeAll(FIELDS);
      assertEquals(Set.of(), unknown);
    }
  }

  @Test
  void theServersAreThoseOfTheDevelopmentOverlay() {
    Manifests dev = Manifests.in("k8s/overlays/dev");
    for (String server : List.of("postgres", "redis")) {
      String kind = server.equals("redis") ? "Deployment" : "StatefulSet";
      assertEquals(
          dev.only(kind, server).at("/spec/template/spec/containers/0/image"),
          services.path(server).path("image"));
    }
  }

  @Test
  void anteroomIsHeldDownAsInTheCluster() {
    JsonNode container = pod.at("/containers/0");
    assertTrue(anteroom.path("read_only").asBoolean());
    assertEquals("ALL", anteroom.at("/cap_drop/0").asText());
    assertEquals(
        container.at("/resources/limits/memory").asText().replace("Mi", "m"),
        anteroom.path("mem_limit").asText());
    assertEquals(
        pod.path("terminationGracePeriodSeconds").asText() + "s",
        anteroom.path("stop_grace_period").asText());
    for (JsonNode port : anteroom.path("ports")) {
      assertTrue(port.asText().startsWith("127.0.0.1:"), "everybody knows the keys");
    }
  }

  @Test
  void whatIsBuiltIsAStageOfItsDockerfile() {
    Stream.of("anteroom", "upstream")
        .map(name -> services.path(name).path("build"))
        .forEach(
            build -> {
              Dockerfile dockerfile = Dockerfile.read(build.path("dockerfile").asText());
              if (build.has("target")) {
                dockerfile.named(build.path("target").asText());
              }
            });
  }

  @Test
  void theUpstreamIsReachedOnLoopback() {
    assertEquals("service:anteroom", services.at("/upstream/network_mode").asText());
    String port =
        Dockerfile.read("Dockerfile.jvm")
            .named("upstream")
            .last("ENTRYPOINT")
            .replaceAll(".*--port=(\\d+).*", "$1");
    assertTrue(
        anteroom.at("/environment/MIXPEEK_BASE_URL").asText().contains("http://127.0.0.1:" + port));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
