package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes, ports and privileges of pods. */
class PodsTest {

  private final Manifests base = Manifests.in("k8s/base");
  private final Manifests all = Manifests.in("k8s");
  private final JsonNode pod = base.only("Deployment", "anteroom").at("/spec/template/spec");
  private final JsonNode container = pod.at("/containers/0");

  @ParameterizedTest
  @CsvSource({"startupProbe, started", "livenessProbe, live", "readinessProbe, ready"})
  void probesAskTheManagementPort(String probe, String check) {
    JsonNode get = container.path(probe).path("httpGet");
    assertEquals("/q/health/" + check, get.path("path").asText());
    assertEquals(9000, port(get.path("port").asText()));
    assertTrue(
        Checkout.lines("src/main/resources/application.properties")
            .contains("quarkus.management.enabled=true"));
  }

  @ParameterizedTest
  @CsvSource({"anteroom, 8080", "anteroom-metrics, 9000"})
  void eachServiceHasItsOnePort(String service, int expected) {
    JsonNode spec = base.only("Service", service).path("spec");
    assertEquals(1, spec.path("ports").size());
    assertEquals(expected, spec.at("/ports/0/port").asInt());
    assertEquals(expected, port(spec.at("/ports/0/targetPort").asText()));
    assertEquals(
        base.only("Deployment", "anteroom").at("/spec/template/metadata/labels"),
        spec.path("selector"));
  }

  @Test
  void podsHaveMinimalPrivileges() {
    assertEquals(4, all.podSpecs().size());
    for (JsonNode spec : all.podSpecs()) {
      assertFalse(spec.path("enableServiceLinks").asBoolean(true));
      for (JsonNode each : spec.path("containers")) {
        List<JsonNode> contexts =
            List.of(each.path("securityContext"), spec.path("securityContext"));
        assertTrue(first(contexts, "/runAsNonRoot").asBoolean());
        assertTrue(first(contexts, "/runAsUser").asInt() > 0);
        assertEquals("RuntimeDefault", first(contexts, "/seccompProfile/type").asText());
      }
    }
    Stream.of(all.initContainers(), all.containers())
        .flatMap(List::stream)
        .forEach(PodsTest::hasMinimalPrivileges);
    all.containers().forEach(each -> assertTrue(each.has("readinessProbe")));
    long withLiveness = all.containers().stream().filter(each -> each.has("livenessProbe")).count();
    assertEquals(3, withLiveness, "all but the Knative Service");
  }

  private static void hasMinimalPrivileges(JsonNode container) {
    JsonNode security = container.path("securityContext");
    assertTrue(security.path("readOnlyRootFilesystem").asBoolean());
    assertFalse(security.path("allowPrivilegeEscalation").asBoolean(true));
    assertEquals("ALL", security.at("/capabilities/drop/0").asText());
    assertTrue(container.at("/resources/requests").has("memory"));
    assertTrue(container.at("/resources/limits").has("memory"));
  }

  /** The pod migrates before it serves, with the settings of the database and no other secret. */
  @Test
  void anInitContainerMigrates() {
    assertEquals(1, all.initContainers().size());
    JsonNode migration = pod.at("/initContainers/0");
    assertEquals(container.path("image"), migration.path("image"));
    assertEquals(
        List.of("migrate"), Manifests.items(migration.path("args")).map(JsonNode::asText).toList());
    assertEquals(container.path("envFrom"), migration.path("envFrom"));
    assertEquals(container.path("volumeMounts"), migration.path("volumeMounts"));
    assertEquals(List.of("DATABASE_USER", "DATABASE_PASSWORD"), names(migration.path("env")));
    JsonNode settings = base.only("ConfigMap", "anteroom").path("data");
    assertEquals("separate", settings.path("ANTEROOM_DATABASE_MIGRATE").asText());
  }

  /** Knative allows no field for the token in a Service, so the ServiceAccount says it for all. */
  @Test
  void noPodGetsAToken() {
    JsonNode account = base.only("ServiceAccount", "anteroom");
    assertFalse(account.path("automountServiceAccountToken").asBoolean(true));
    for (JsonNode spec : all.podSpecs()) {
      assertTrue(
          !spec.path("automountServiceAccountToken").asBoolean(true)
              || spec.path("serviceAccountName").equals(account.at("/metadata/name")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void thePodRunsAsTheUserOfTheImage(String file) {
    String user = Dockerfile.read(file).runtime().last("USER");
    assertEquals(user, pod.at("/securityContext/runAsUser").asText());
    assertEquals(user, pod.at("/securityContext/fsGroup").asText());
  }

  @Test
  void writablePathsAreVolumes() {
    Set<String> volumes = Set.copyOf(names(pod.path("volumes")));
    List<String> mounts = names(container.path("volumeMounts"));
    assertEquals(Set.copyOf(mounts), volumes);
    assertTrue(container.path("volumeMounts").findValuesAsText("mountPath").contains("/tmp"));
    for (JsonNode volume : pod.path("volumes")) {
      assertTrue(volume.path("emptyDir").has("sizeLimit"), volume::toString);
    }
  }

  /** What a stop may take: the pause, requests under way, calls under way, giving up the lease. */
  @Test
  void theTerminationGraceOutlastsTheStop() {
    int pause = container.at("/lifecycle/preStop/sleep/seconds").asInt();
    assertTrue(pause > 0);
    int stop = pause + stopTimeout() + 10 + 5;
    assertTrue(pod.path("terminationGracePeriodSeconds").asInt() > stop, stop + " s");
  }

  /** In seconds. */
  private static int stopTimeout() {
    return Checkout.lines("src/main/resources/application.properties").stream()
        .filter(line -> line.startsWith("quarkus.shutdown.timeout="))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private int port(String name) {
    return Manifests.items(container.path("ports"))
        .filter(port -> port.path("name").asText().equals(name))
        .mapToInt(port -> port.path("containerPort").asInt())
        .findFirst()
        .orElse(-1);
  }

  private static JsonNode first(List<JsonNode> contexts, String path) {
    return contexts.stream()
        .map(context -> context.at(path))
        .filter(found -> !found.isMissingNode())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + path));
  }

  private static List<String> names(JsonNode array) {
    return Manifests.items(array).map(item -> item.path("name").asText()).toList();
  }
}
