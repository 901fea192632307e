package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the base, the overlays and the components render to; needs kubectl, but no cluster. */
class KustomizeTest {

  private static final String MONITORING = "k8s/components/monitoring";
  private static final String SECRETS = "k8s/components/external-secrets";
  private static final String KEDA = "k8s/components/keda";
  private static final String AUTOSCALING = "k8s/components/autoscaling";
  private static final String DISK = "k8s/components/disk-spool";

  @BeforeEach
  void needsKubectl() {
    Kubectl.assumeThere();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"k8s/base", "k8s/overlays/dev", "k8s/overlays/prod", "k8s/overlays/knative"})
  void eachRendersToValidObjects(String folder) throws Exception {
    Manifests rendered = Kubectl.render(folder);
    assertEquals(List.of(), ManifestModels.violations(rendered));
    assertFalse(rendered.containers().isEmpty());
    for (JsonNode container : rendered.containers()) {
      assertTrue(
          ImageNames.pinned(container.path("image").asText()), container.path("image")::asText);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"k8s/base", "k8s/overlays/dev", "k8s/overlays/prod"})
  void eachTakesTheComponents(String folder) throws Exception {
    Manifests rendered = Kubectl.render(folder, List.of(SECRETS, MONITORING, KEDA, DISK));
    assertEquals(List.of(), ManifestModels.violations(rendered));
    rendered.only("ExternalSecret", "anteroom");
    rendered.only("PodMonitor", "anteroom");
    rendered.only("ScaledObject", "anteroom-worker");
  }

  @Test
  void theBaseHasAllObjects() throws Exception {
    Manifests base = Kubectl.render("k8s/base");
    Map.of(
            "Deployment", "anteroom",
            "Service", "anteroom",
            "ConfigMap", "anteroom",
            "ServiceAccount", "anteroom",
            "PodDisruptionBudget", "anteroom")
        .forEach(base::only);
    assertEquals(2, base.only("Deployment", "anteroom").at("/spec/replicas").asInt());
  }

  /** Uploads wait in the database, so that several replicas need no shared volume. */
  @ParameterizedTest
  @ValueSource(
      strings = {"k8s/base", "k8s/overlays/dev", "k8s/overlays/prod", "k8s/overlays/knative"})
  void noneClaimsAVolumeForTheSpool(String folder) throws Exception {
    Manifests rendered = Kubectl.render(folder, List.of(KEDA));
    assertEquals(List.of(), ManifestModels.violations(rendered));
    rendered.only("Deployment", "anteroom-worker");
    assertTrue(
        rendered.objects().stream()
            .noneMatch(o -> text(o, "kind").equals("PersistentVolumeClaim")));
    assertEquals("database", spoolKind(rendered));
  }

  @Test
  void theDiskSpoolIsOneVolumeThatAllReplicasWrite() throws Exception {
    Manifests rendered = Kubectl.render("k8s/base", List.of(KEDA, DISK));
    assertEquals("disk", spoolKind(rendered));
    JsonNode claim = rendered.only("PersistentVolumeClaim", "anteroom-spool");
    assertEquals("ReadWriteMany", claim.at("/spec/accessModes/0").asText());
    for (String deployment : List.of("anteroom", "anteroom-worker")) {
      JsonNode volumes = rendered.only("Deployment", deployment).at("/spec/template/spec/volumes");
      JsonNode spool =
          Manifests.items(volumes).filter(v -> text(v, "name").equals("spool")).findFirst().get();
      assertEquals(
          claim.at("/metadata/name"), spool.at("/persistentVolumeClaim/claimName"), deployment);
      assertFalse(spool.has("emptyDir"), deployment);
    }
  }

  @Test
  void developmentIsOneReplicaWithItsOwnServers() throws Exception {
    Manifests dev = Kubectl.render("k8s/overlays/dev");
    JsonNode deployment = dev.only("Deployment", "anteroom");
    assertEquals(1, deployment.at("/spec/replicas").asInt());

    JsonNode data = dev.only("ConfigMap", "anteroom").path("data");
    assertEquals("start", text(data, "ANTEROOM_DATABASE_MIGRATE"));
    JsonNode postgres = dev.only("Service", "postgres").at("/spec/ports/0/port");
    assertEquals("postgresql://postgres:" + postgres + "/anteroom", text(data, "DATABASE_URL"));
    JsonNode redis = dev.only("Service", "redis").at("/spec/ports/0/port");
    assertEquals("redis://redis:" + redis, text(data, "REDIS_URL"));

    String secret =
        deployment
            .at("/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/name")
            .asText();
    assertTrue(dev.only("Secret", secret).path("data").has("MIXPEEK_API_KEY"));
  }

  /** The worker takes no requests, and the others do not work. */
  @Test
  void kedaAddsAWorkerAndLeavesTheOthersToTheirRequests() throws Exception {
    Manifests rendered = Kubectl.render("k8s/base", List.of(KEDA));
    JsonNode worker = rendered.only("Deployment", "anteroom-worker").path("spec");
    assertTrue(worker.path("replicas").isMissingNode(), "KEDA sets the number");
    JsonNode service = rendered.only("Service", "anteroom").at("/spec/selector");
    assertFalse(
        worker
            .at("/template/metadata/labels/app.kubernetes.io~1name")
            .equals(service.path("app.kubernetes.io/name")));
    assertEquals(
        worker.at("/selector/matchLabels/app.kubernetes.io~1name"),
        worker.at("/template/metadata/labels/app.kubernetes.io~1name"));
    assertEquals(
        "false",
        text(rendered.only("ConfigMap", "anteroom").path("data"), "ANTEROOM_CLUSTER_WORK"));
    assertEquals(
        "anteroom", worker.at("/template/spec/containers/0/envFrom/0/configMapRef/name").asText());
    assertTrue(
        Manifests.items(worker.at("/template/spec/containers/0/env"))
            .anyMatch(
                variable ->
                    text(variable, "name").equals("ANTEROOM_CLUSTER_WORK")
                        && text(variable, "value").equals("true")));
    assertEquals(
        1, rendered.only("ScaledObject", "anteroom-worker").at("/spec/maxReplicaCount").asInt());
  }

  /** Neither sets a number of replicas; KEDA and the autoscaler do. */
  @Test
  void theAutoscalerLeavesTheWorkerAlone() throws Exception {
    Manifests rendered = Kubectl.render("k8s/base", List.of(KEDA, AUTOSCALING));
    assertEquals(List.of(), ManifestModels.violations(rendered));
    for (String deployment : List.of("anteroom", "anteroom-worker")) {
      assertTrue(
          rendered.only("Deployment", deployment).at("/spec/replicas").isMissingNode(), deployment);
    }
    assertEquals(
        "anteroom",
        rendered
            .only("HorizontalPodAutoscaler", "anteroom")
            .at("/spec/scaleTargetRef/name")
            .asText());
  }

  /** The worker is made of the base, whatever the overlay adds to the others. */
  @ParameterizedTest
  @ValueSource(strings = {"k8s/base", "k8s/overlays/dev", "k8s/overlays/prod"})
  void theWorkerHasTheVariablesOfTheOthers(String folder) throws Exception {
    Manifests rendered = Kubectl.render(folder, List.of(KEDA));
    Set<String> expected = variables(rendered.only("Deployment", "anteroom"));
    expected.add("ANTEROOM_CLUSTER_WORK");
    assertEquals(expected, variables(rendered.only("Deployment", "anteroom-worker")));
  }

  private static Set<String> variables(JsonNode deployment) {
    return Manifests.items(deployment.at("/spec/template/spec/containers/0/env"))
        .map(variable -> text(variable, "name"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String spoolKind(Manifests rendered) {
    return text(rendered.only("ConfigMap", "anteroom").path("data"), "ANTEROOM_SPOOL_KIND");
  }

  private static String text(JsonNode data, String name) {
    return data.path(name).asText();
  }
}
