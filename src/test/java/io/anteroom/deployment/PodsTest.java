package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
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
    assertEquals(3, all.podSpecs().size());
    for (JsonNode spec : all.podSpecs()) {
      assertTrue(spec.at("/securityContext/runAsNonRoot").asBoolean());
      assertTrue(spec.at("/securityContext/runAsUser").asInt() > 0);
      assertEquals("RuntimeDefault", spec.at("/securityContext/seccompProfile/type").asText());
      assertFalse(spec.path("automountServiceAccountToken").asBoolean(true));
      assertFalse(spec.path("enableServiceLinks").asBoolean(true));
    }
    for (JsonNode each : all.containers()) {
      JsonNode security = each.path("securityContext");
      assertTrue(security.path("readOnlyRootFilesystem").asBoolean());
      assertFalse(security.path("allowPrivilegeEscalation").asBoolean(true));
      assertEquals("ALL", security.at("/capabilities/drop/0").asText());
      assertTrue(each.at("/resources/requests").has("memory"));
      assertTrue(each.at("/resources/limits").has("memory"));
      assertTrue(each.has("readinessProbe") && each.has("livenessProbe"));
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
    JsonNode claim = base.only("PersistentVolumeClaim", "anteroom-spool");
    assertEquals(claim.at("/metadata/name"), pod.at("/volumes/0/persistentVolumeClaim/claimName"));
    assertEquals("ReadWriteMany", claim.at("/spec/accessModes/0").asText());
  }

  @Test
  void theTerminationGraceOutlastsTheShutdownDelay() {
    int pause = container.at("/lifecycle/preStop/sleep/seconds").asInt();
    assertTrue(pause > 0);
    assertTrue(pod.path("terminationGracePeriodSeconds").asInt() >= pause + 15);
  }

  private int port(String name) {
    return Manifests.items(container.path("ports"))
        .filter(port -> port.path("name").asText().equals(name))
        .mapToInt(port -> port.path("containerPort").asInt())
        .findFirst()
        .orElse(-1);
  }

  private static List<String> names(JsonNode array) {
    return Manifests.items(array).map(item -> item.path("name").asText()).toList();
  }
}
